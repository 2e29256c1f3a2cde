import { z } from 'zod'
import { count } from './values.ts'

const day = z.iso.date()

/** What of a plan is nearly, or wholly, used. */
export const USAGE_WARNING = z.object({
  destination: z.string(),
  of: z.enum(['calls', 'mtus', 'max_calls']),
  used: count,
  planned: count,
  percent: count,
  level: z.union([z.literal(80), z.literal(100)]),
})

/** What a destination has used of a billing month, as `sluice usage --json` prints it. */
export const DESTINATION_USAGE = z.object({
  id: z.string(),
  workspace: z.string().nullable(),
  from: day.describe('The first day of the billing month, UTC.'),
  to: day.describe('The first day after it.'),
  apiCalls: count.describe('Events that were delivered, exactly.'),
  mtus: count.describe(
    'Users of the month, within 2 %; of a workspace, those of all its destinations together.',
  ),
  callsAllowance: count.nullable(),
  mtuAllowance: count.nullable(),
  maxCallsPerMonth: count.nullable(),
  warnings: z.array(USAGE_WARNING).describe('What of the plan is used to 80 % or more.'),
})
