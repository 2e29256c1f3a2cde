import type { z } from 'zod'
import type { Path, Report } from './mistake.ts'
import { formatSuggestion, suggest } from '@sluice/shared/domain'

type Keys = Readonly<Record<string, z.ZodType>>
type Issue = z.core.$ZodIssue

/** What could be read of an item: every key whose value is right. */
export type Parsed<K extends Keys> = { readonly [Key in keyof K]?: z.output<K[Key]> }

/**
 * Reads one item key by key, so that one mistake hides no other. `written` is the same item before interpolation: messages
 * quote that, and so can quote no secret.
 */
export function parseItem<K extends Keys>(
  keys: K,
  item: unknown,
  written: unknown,
  path: Path,
  report: Report,
): Parsed<K> {
  if (!isRecord(item)) {
    report(path, `must be an object with the keys ${Object.keys(keys).join(', ')}`)
    return {}
  }
  const known = Object.keys(keys)
  const unknown = Object.keys(item).filter((key) => !known.includes(key))
  for (const key of unknown) report([...path, key], describeUnknownKey(key, known))

  const values: Record<string, unknown> = {}
  for (const [key, schema] of Object.entries(keys)) {
    const result = schema.safeParse(item[key])
    if (result.success) values[key] = result.data
    // A key that was only misspelt has been told already.
    else if (item[key] === undefined && unknown.some((other) => suggest(other, known) === key)) continue
    else if (item[key] === undefined) report([...path, key], 'is missing')
    else
      reportIssues(result.error.issues, isRecord(written) ? written[key] : undefined, [...path, key], report)
  }
  return values as Parsed<K>
}

function reportIssues(issues: readonly Issue[], written: unknown, path: Path, report: Report): void {
  const known = NESTED_KEYS[String(path.at(-1))] ?? []
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []))
  for (const issue of issues) {
    const place = [...path, ...(issue.path as Path)]
    const value = readAt(written, issue.path as Path)
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) report([...place, key], describeUnknownKey(key, known))
    } else if (value === undefined && unknown.some((key) => suggest(key, known) === place.at(-1))) {
      // A key that was only misspelt has been told.
    } else if (issue.code === 'invalid_union') {
      reportUnion(issue, value, place, report)
    } else if (issue.code === 'invalid_value') {
      report(place, describeInvalidValue(place, value, issue.values.map(String)))
    } else {
      report(place, issue.message)
    }
  }
}

/** Tells what is wrong with the alternative that the author had in mind: the one of the right shape with the fewest mistakes. */
function reportUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  written: unknown,
  path: Path,
  report: Report,
): void {
  const alternatives = issue.errors.filter((errors) =>
    typeof written === 'string'
      ? errors.some((error) => error.code === 'invalid_value')
      : errors.every((error) => error.path.length > 0 || SHAPED.has(error.code)),
  )
  const [nearest] = [...alternatives].sort((left, right) => left.length - right.length)
  const description = DESCRIPTIONS[String(path.at(-1))]
  if (nearest !== undefined) reportIssues(nearest, written, path, report)
  else
    report(path, description === undefined ? 'must be a value that JSON can hold' : `must be ${description}`)
}

/** What may be wrong with a list or an object as a whole when its shape is right. */
const SHAPED: ReadonlySet<string> = new Set(['unrecognized_keys', 'too_small'])

const NESTED_KEYS: Readonly<Record<string, readonly string[]>> = {
  schedule: ['every', 'cron', 'timezone'],
  ssl: ['ca', 'cert', 'key'],
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  schedule: 'manual, { every: 15m } or { cron: "0 6 * * 1-5", timezone: Europe/Berlin }',
  trigger: 'added, updated, deleted, or a list of them',
}

function describeInvalidValue(path: Path, written: unknown, allowed: readonly string[]): string {
  const name = path.findLast((part) => typeof part === 'string')
  const list = DESCRIPTIONS[String(name)] ?? formatAlternatives(allowed)
  if (typeof written !== 'string') return `must be ${list}`
  return `unknown ${name} "${written}"${formatSuggestion(written, allowed)}: must be ${list}`
}

function formatAlternatives(words: readonly string[]): string {
  return words.length === 1 ? `${words[0]}` : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** What to say of a key that does not belong; `known` may be empty. */
export function describeUnknownKey(key: string, known: readonly string[]): string {
  if (known.includes(key)) return 'must not stand beside the other keys: they belong to another kind'
  const meant = formatSuggestion(key, known)
  return `unknown key${meant || (known.length === 0 ? '' : `: there are ${known.join(', ')}`)}`
}

/** The value at a place, undefined when there is none. */
export function readAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (current, part) =>
      typeof current === 'object' && current !== null
        ? (current as Record<string, unknown>)[part]
        : undefined,
    value,
  )
}

/** True for a plain object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
