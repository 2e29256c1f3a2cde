import { z } from 'zod'
import type { Json, Op, RowEvent } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { parseExact } from '@sluice/shared/queues'
import type { PreviewInput } from './preview-row.ts'

const json: z.ZodType<Json> = z.json()

const ROW_EVENT = z.object({
  type: z.literal('track', { error: 'must be track' }).default('track'),
  event: z.enum(['new', 'updated', 'deleted'], { error: 'must be new, updated or deleted' }).default('new'),
  __segment_id: z.string({ error: 'must be text' }).default('preview'),
  messageId: z.string({ error: 'must be text' }).default('preview'),
  timestamp: z.string({ error: 'must be text' }).optional(),
  properties: z.record(z.string(), json, { error: 'must be an object: the columns of the row' }),
})

const OP_OF_EVENT: Readonly<Record<RowEvent['event'], Op>> = {
  new: 'added',
  updated: 'updated',
  deleted: 'deleted',
}

/** The row event that a JSON text holds; `fileName` names it in errors, `at` is its time unless it has one. */
export function parseRowEvent(text: string, fileName: string, at: string): PreviewInput {
  const parsed = ROW_EVENT.safeParse(parseJson(text, fileName))
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(
      ({ path, message }) => `${fileName} ${path.join('.') || 'row event'}: ${message}`,
    )
    throw new SluiceError('file_invalid', mistakes)
  }
  const event: RowEvent = { ...parsed.data, timestamp: parsed.data.timestamp ?? at }
  const { __segment_id: recordId } = event
  return { recordId, op: OP_OF_EVENT[event.event], fault: null, event }
}

function parseJson(text: string, fileName: string): unknown {
  try {
    return parseExact(text)
  } catch (cause) {
    throw new SluiceError('file_invalid', `${fileName}: this is not JSON`, { cause })
  }
}
