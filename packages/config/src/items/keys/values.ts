import { z } from 'zod'
import { readCron, type CronProblem } from '@sluice/shared/schedule'

export { SECRET_PATTERN, createText, duration, text } from '@sluice/warehouse/keys'

const CRON_PROBLEMS: Readonly<Record<CronProblem, string>> = {
  malformed:
    'must be five fields of cron (minute 0-59, hour 0-23, day 1-31, month 1-12, day of the week 0-7), such as "0 6 * * 1-5"',
  hashed: 'must name its times: H, which has one drawn, is not known here',
  never: 'never comes: none of its months has such a day',
}

// Postgres' largest integer.
const LARGEST_RATE = 2_147_483_647
const LARGEST_AMOUNT = 1_000_000_000_000

export const id = z.string({ error: 'must be text: put it in quotes' }).regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, {
  error: 'must be 1 to 50 lower-case letters, digits, - or _, and begin with a letter or digit',
})

export const flag = z.boolean({ error: 'must be true or false' })

/** Events or requests per second. */
export const rate = z
  .int({ error: 'must be a whole number' })
  .min(1, { error: 'must be 1 or more' })
  .max(LARGEST_RATE, { error: `must be ${LARGEST_RATE} or less` })

/** Events or users of a month. */
export const amount = z
  .int({ error: 'must be a whole number' })
  .min(1, { error: 'must be 1 or more' })
  .max(LARGEST_AMOUNT, { error: `must be ${LARGEST_AMOUNT} or less` })

export const percent = z
  .int({ error: 'must be a whole number' })
  .min(0, { error: 'must be 0 or more' })
  .max(100, { error: 'must be 100 or less' })

export const cron = z.string({ error: 'must be text: put it in quotes' }).superRefine((value, context) => {
  const problem = readCron(value)
  if (typeof problem === 'string') context.addIssue(CRON_PROBLEMS[problem])
})

export const timezone = z
  .string({ error: 'must be text' })
  .refine(isTimezone, { error: 'must be a time zone such as Europe/Berlin or UTC' })

function isTimezone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value }).format(0)
    return true
  } catch {
    return false
  }
}
