import { z } from 'zod'
import {
  ACTION_NAMES,
  COMPARE_MODES,
  OPS,
  type CompareMode,
  type Json,
  type Mapping,
  type Op,
  type Schedule,
} from '@sluice/shared/domain'
import { codedKey, optionalKey, plainKey, type KeysOf } from './key.ts'
import { cron, duration, flag, id, percent, text, timezone } from './values.ts'

/** The guard of a mapping that says nothing of it. */
const DEFAULT_MAX_DELETED_PERCENT = 30

/** That of updates: whatever a model gives may have changed. */
const DEFAULT_MAX_UPDATED_PERCENT = 100

const TRIGGER_WORDS = 'added, updated, deleted, or a list of them'

const op = z.enum(OPS, { error: `must be ${OPS.join(', ')}, or a list of them` })
const json: z.ZodType<Json> = z.json()
const every = duration({ least: '1m', limits: 'of a minute or more', examples: '15m, 6h or 1d' })

const trigger = z.union([
  op,
  z
    .array(op, { error: 'must be a list' })
    .min(1, { error: 'must name one or more of added, updated, deleted' }),
])

const schedule = z
  .union([
    z.literal('manual'),
    z.strictObject({ every }),
    z.strictObject({ cron, timezone: timezone.optional() }),
  ])
  .default('manual')

/** The keys of a mapping. */
export const MAPPING_KEYS: KeysOf<Mapping> = {
  id: plainKey('id', id.describe('Name of the mapping, unique among mappings.')),
  model: plainKey('model', text.describe('Id of the model whose rows are sent.')),
  destination: plainKey('destination', text.describe('Id of the destination they are sent to.')),
  action: plainKey('action', z.enum(ACTION_NAMES).describe('The Segment Spec call that a row becomes.')),
  trigger: codedKey('trigger', trigger.describe('Which changes of a row are sent.'), {
    read: (said) => sortOps(typeof said === 'string' ? [said] : said),
    write: sortOps,
    expects: TRIGGER_WORDS,
  }),
  filter: optionalKey(
    'filter',
    text.describe('Which rows are sent, in Segment\'s FQL: properties.plan != "internal".'),
  ),
  schedule: codedKey(
    'schedule',
    schedule.describe(
      'When the mapping syncs by itself: manual, { every: 15m } or { cron: "0 6 * * 1-5", timezone: Europe/Berlin }.',
    ),
    {
      read: (said) => (said === 'manual' ? null : sortSchedule(said)),
      write: (value: Schedule | null) => (value === null ? 'manual' : sortSchedule(value)),
      expects: 'manual, { every: 15m } or { cron: "0 6 * * 1-5", timezone: Europe/Berlin }',
      nested: ['every', 'cron', 'timezone'],
    },
  ),
  enabled: plainKey('enabled', flag.default(true).describe('A mapping that is not enabled does not sync.')),
  maxDeletedPercent: codedKey(
    'max_deleted_percent',
    percent
      .default(DEFAULT_MAX_DELETED_PERCENT)
      .describe(
        'Share of the known records that may vanish before a sync stops and sends nothing; 100 lets all go.',
      ),
    {
      read: (said) => said,
      write: (value: number) => (value === DEFAULT_MAX_DELETED_PERCENT ? undefined : value),
    },
  ),
  maxUpdatedPercent: codedKey(
    'max_updated_percent',
    percent
      .default(DEFAULT_MAX_UPDATED_PERCENT)
      .describe(
        'Share of the known records that may have changed before a sync stops and sends nothing; 100 lets all go.',
      ),
    {
      read: (said): number | null | undefined => said,
      write: (value) => (value === DEFAULT_MAX_UPDATED_PERCENT ? undefined : (value ?? undefined)),
    },
  ),
  compare: codedKey(
    'compare',
    z
      .enum(COMPARE_MODES, { error: 'must be mapped or all' })
      .default('mapped')
      .describe(
        'Which columns make a row a changed one: mapped, those that the mapping reads, or all of its model.',
      ),
    {
      read: (said): CompareMode | null | undefined => said,
      write: (value) => (value === 'all' ? value : undefined),
    },
  ),
  // The order of their keys is part of what they mean.
  fields: plainKey(
    'fields',
    z
      .record(z.string(), json, {
        error: 'must be an object: the fields of the action and what goes into each',
      })
      .describe("The fields of the call, in Segment's mapping language."),
  ),
}

/** A trigger is a set: each op once, in one order. */
function sortOps(ops: readonly Op[]): readonly Op[] {
  return OPS.filter((known) => ops.includes(known))
}

function sortSchedule(
  said: { readonly every: string } | { readonly cron: string; readonly timezone?: string | undefined },
): Schedule {
  if ('every' in said) return { every: said.every }
  return said.timezone === undefined ? { cron: said.cron } : { cron: said.cron, timezone: said.timezone }
}
