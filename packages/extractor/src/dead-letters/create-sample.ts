import type { DeadLetterStage } from '@sluice/shared/domain'

// What a job may hold has a limit, and a name may be long in bytes.
const SAMPLE_LIMIT_BYTES = 2_000
const NAME_LIMIT_CHARACTERS = 60

/**
 * The fields of what a letter holds, each with the type of its value and never the value: the columns of
 * a row, or the members of an event. Members of members are only counted, since their names may be data.
 */
export function createSample(stage: DeadLetterStage, payload: string): Readonly<Record<string, string>> {
  const content = parseContent(payload)
  const fields = stage === 'map' && isRecord(content) ? content['row'] : content
  if (!isRecord(fields)) return {}
  const sample: Record<string, string> = {}
  let bytes = 0
  for (const [name, value] of Object.entries(fields)) {
    const entry = [name.slice(0, NAME_LIMIT_CHARACTERS), formatType(value)] as const
    bytes += Buffer.byteLength(JSON.stringify(entry))
    if (bytes > SAMPLE_LIMIT_BYTES) break
    sample[entry[0]] = entry[1]
  }
  return sample
}

/** A row that is no JSON is why there is a letter of it. */
function parseContent(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return null
  }
}

function formatType(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return `list of ${value.length}`
  return isRecord(value) ? `object of ${Object.keys(value).length}` : typeof value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
