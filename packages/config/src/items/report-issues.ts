import type { z } from 'zod'
import { formatSuggestion, suggest } from '@sluice/shared/domain'
import { readAt } from './json-value.ts'
import type { Key } from './keys/key.ts'
import type { Path, Report } from './mistake.ts'

type Issue = z.core.$ZodIssue

/** Where the issues of a key are told. */
export interface IssuePlace {
  readonly key: Pick<Key, 'name' | 'expects' | 'nested'>
  /** The place of what the issues are about. */
  readonly path: Path
  readonly report: Report
}

/** Tells what a schema found wrong, in the words of a file; `written` is what stood there, before interpolation. */
export function reportIssues(issues: readonly Issue[], written: unknown, at: IssuePlace): void {
  const { key, path, report } = at
  const known = key.nested ?? []
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []))
  for (const issue of issues) {
    const place = [...path, ...(issue.path as Path)]
    const value = readAt(written, issue.path as Path)
    if (issue.code === 'unrecognized_keys') {
      for (const name of issue.keys) report([...place, name], formatUnknownKey(name, known))
    } else if (value === undefined && unknown.some((name) => suggest(name, known) === place.at(-1))) {
      // A key that was only misspelt has been told.
    } else if (issue.code === 'invalid_union') {
      reportUnion(issue, value, { ...at, path: place })
    } else if (issue.code === 'invalid_value') {
      report(place, formatInvalidValue(at.key, place, value, issue.values.map(String)))
    } else {
      report(place, issue.message)
    }
  }
}

/**
 * Tells what is wrong with the alternative that the author had in mind: the one of the
 * right shape with the fewest mistakes.
 */
function reportUnion(issue: z.core.$ZodIssueInvalidUnion, written: unknown, at: IssuePlace): void {
  const alternatives = issue.errors.filter((errors) =>
    typeof written === 'string'
      ? errors.some((error) => error.code === 'invalid_value')
      : errors.every((error) => error.path.length > 0 || SHAPED.has(error.code)),
  )
  const [nearest] = [...alternatives].sort((left, right) => left.length - right.length)
  const { key, path, report } = at
  const expects = key.name === path.at(-1) ? key.expects : undefined
  if (nearest !== undefined) reportIssues(nearest, written, at)
  else report(path, expects === undefined ? 'must be a value that JSON can hold' : `must be ${expects}`)
}

/** What may be wrong with a list or an object as a whole when its shape is right. */
const SHAPED: ReadonlySet<string> = new Set(['unrecognized_keys', 'too_small'])

function formatInvalidValue(
  key: IssuePlace['key'],
  path: Path,
  written: unknown,
  allowed: readonly string[],
): string {
  const name = path.findLast((part) => typeof part === 'string')
  const list = (name === key.name ? key.expects : undefined) ?? formatAlternatives(allowed)
  if (typeof written !== 'string') return `must be ${list}`
  return `unknown ${name} "${written}"${formatSuggestion(written, allowed)}: must be ${list}`
}

function formatAlternatives(words: readonly string[]): string {
  return words.length === 1 ? `${words[0]}` : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** What to say of a key that does not belong; `known` may be empty. */
export function formatUnknownKey(name: string, known: readonly string[]): string {
  if (known.includes(name)) return 'must not stand beside the other keys: they belong to another kind'
  const meant = formatSuggestion(name, known)
  return `unknown key${meant || (known.length === 0 ? '' : `: there are ${known.join(', ')}`)}`
}
