import { OPS } from '@sluice/shared/domain'
import { z } from 'zod'
import { instant } from './values.ts'

const op = z.enum([...OPS, 'invalid'])
const version = z.int().min(0)

/** The story of a record, as `sluice record --json` prints it. */
export const RECORD = z.object({
  mapping: z.string(),
  recordId: z.string().nullable().describe('null for viewers that have not named it.'),
  foundBy: z.enum(['record id', 'user id', 'messageId', 'dead letter']),
  others: z.array(z.string()).describe('Ids of other records that were found by the same.'),
  row: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe('The row that has its id now; null for none, and for viewers.'),
  remembered: z
    .object({
      epoch: version,
      version,
      deliveredVersion: version.nullable().describe('The last version that went out.'),
      sync: z.uuid().nullable(),
      deletedAt: instant.nullable(),
    })
    .nullable(),
  pending: z
    .object({
      op,
      version,
      outcome: z.enum(['event', 'skipped', 'invalid']),
      messageId: z.string().nullable(),
      event: z.unknown().optional().describe('The call of the Segment Spec; not for viewers.'),
      reason: z.string().optional(),
    })
    .nullable()
    .describe('What the next sync makes of it; null for nothing.'),
  waiting: z.object({ reason: z.string(), since: instant.nullable(), until: instant.nullable() }).nullable(),
  versions: z
    .array(
      z.object({
        version,
        epoch: version.nullable().describe('Versions count anew after a reset, which begins another.'),
        op: op.nullable(),
        sync: z.uuid().nullable(),
        at: instant.nullable(),
        status: z.enum([
          'on its way',
          'delivered',
          'dead',
          'requeued',
          'superseded',
          'discarded',
          'skipped',
          'in doubt',
          'taken as sent',
          'unknown',
        ]),
        messageIds: z.array(z.string()),
        reason: z.string().nullable(),
        deadLetter: z.string().nullable().describe('Its id.'),
      }),
    )
    .describe('Oldest first; null is what nobody knows any more.'),
  notes: z.array(z.string()).describe('What is not known, and why.'),
})
