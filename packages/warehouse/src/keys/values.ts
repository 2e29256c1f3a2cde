import { parseDurationMs } from '@sluice/shared/domain'
import { z } from 'zod'

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
