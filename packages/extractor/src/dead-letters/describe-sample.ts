import type { DeadLetterStage } from '@sluice/shared/store'

const FIELDS_LIMIT = 40
const NAME_LIMIT_CHARACTERS = 60

/**
 * The fields of what a letter holds, each with the type of its value and never the value: the columns of a row, or the members of an
 * event. Members of members are only counted, since their names may be data.
 */
export function describeSample(stage: DeadLetterStage, payload: string): Readonly<Record<string, string>> {
  const content: unknown = JSON.parse(payload)
  const fields = stage === 'map' && isRecord(content) ? content['row'] : content
  if (!isRecord(fields)) return {}
  const entries = Object.entries(fields).slice(0, FIELDS_LIMIT)
  return Object.fromEntries(
    entries.map(([name, value]) => [name.slice(0, NAME_LIMIT_CHARACTERS), describeType(value)]),
  )
}

function describeType(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return `list of ${value.length}`
  return isRecord(value) ? `object of ${Object.keys(value).length}` : typeof value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
