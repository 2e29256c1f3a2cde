import { z } from 'zod'
import { parseDurationMs } from '@sluice/shared/domain'
import { readCron, type CronProblem } from '@sluice/shared/schedule'

const CRON_PROBLEMS: Readonly<Record<CronProblem, string>> = {
  malformed: 'must be five fields of cron, such as "0 6 * * 1-5"',
  hashed: 'must name its times: H, which has one drawn, is not known here',
  never: 'never comes: none of its months has such a day',
}

// Postgres' largest integer.
const LARGEST_RATE = 2_147_483_647

/** What a secret looks like before interpolation, for editors: it names a variable. */
export const SECRET_PATTERN = '\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}'

type WhatIsWrong = string | ((issue: { readonly input?: unknown }) => string)

/** Text that Postgres can hold. */
export const createText = (error: WhatIsWrong): z.ZodString =>
  z
    .string({ error })
    .min(1, { error: 'must not be empty' })
    .refine((value) => !value.includes('\0'), { error: 'must not hold a NUL character' })

export const text = createText('must be text')

export const id = z.string({ error: 'must be text: put it in quotes' }).regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, {
  error: 'must be 1 to 50 lower-case letters, digits, - or _, and begin with a letter or digit',
})

export const flag = z.boolean({ error: 'must be true or false' })

/** Events or requests per second. */
export const rate = z
  .int({ error: 'must be a whole number' })
  .min(1, { error: 'must be 1 or more' })
  .max(LARGEST_RATE, { error: `must be ${LARGEST_RATE} or less` })

export const percent = z
  .int({ error: 'must be a whole number' })
  .min(0, { error: 'must be 0 or more' })
  .max(100, { error: 'must be 100 or less' })

interface DurationLimits {
  readonly least: string
  readonly most?: string
  /** Shown in messages. */
  readonly examples: string
  /** What it is compared with, in words; made of the limits if absent. */
  readonly limits?: string
}

/** A length of time such as 15m between two others, which stay texts. */
export function duration({
  least,
  most,
  examples,
  limits = `from ${least} to ${most}`,
}: DurationLimits): z.ZodString {
  const [leastMs, mostMs] = [
    parseDurationMs(least) ?? 0,
    most === undefined ? Infinity : (parseDurationMs(most) ?? 0),
  ]
  return z.string({ error: `must be a length of time such as ${examples}` }).refine(
    (value) => {
      const ms = parseDurationMs(value) ?? 0
      return ms >= leastMs && ms <= mostMs
    },
    { error: `must be a length of time ${limits}, such as ${examples}` },
  )
}

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
