import { parseDurationMs, type AlertKind } from '@sluice/shared/domain'
import { isRecord } from './json-value.ts'
import { readAbove } from './keys/rule-keys.ts'
import type { Path, Report } from './mistake.ts'

/** What `above` takes, by kind; the other kinds take none. */
const ABOVE: Partial<
  Readonly<Record<AlertKind, { readonly words: string; readonly takes: (said: unknown) => boolean }>>
> = {
  late: { words: 'a length of time such as 15m, 6h or 1d', takes: isDuration },
  waiting: { words: 'a length of time such as 15m, 6h or 1d', takes: isDuration },
  dead_letters: {
    words: 'a number of letters such as 100, or the age of the oldest such as 1d',
    takes: (said) => isDuration(said) || isWhole(said, 0, Number.MAX_SAFE_INTEGER),
  },
  usage: { words: 'a percentage from 1 to 1000 such as 80', takes: (said) => isWhole(said, 1, 1_000) },
}

/** Reports an `above` that the kind of a rule has no use for. */
export function checkRule(item: unknown, path: Path, report: Report): void {
  if (!isRecord(item) || (typeof item.above !== 'string' && typeof item.above !== 'number')) return
  const above = readAbove(item.above)
  const rule = ABOVE[item.on as AlertKind]
  if (rule === undefined) {
    const withAbove = Object.keys(ABOVE).join(', ')
    report([...path, 'above'], `has no meaning here: only ${withAbove} have more and less`)
  } else if (!rule.takes(above)) report([...path, 'above'], `must be ${rule.words}`)
}

function isDuration(said: unknown): boolean {
  return typeof said === 'string' && parseDurationMs(said) !== null
}

function isWhole(said: unknown, least: number, most: number): boolean {
  return Number.isSafeInteger(said) && (said as number) >= least && (said as number) <= most
}
