import { formatSuggestion, type Config, type Mapping, type Source } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { listChanged, type Plan } from './plan-changes.ts'

/** What a plan does to the events of a mapping, in records. */
export interface Effect {
  readonly mapping: string
  /** Records that stay as they were sent. */
  readonly stay: number
  /** Records that filter or trigger kept back, and that the next sync looks at again. */
  readonly keptBack: number
  /** Records that --resend sends again. */
  readonly wouldResend: number
  /** Calls that the next sync makes for it, at most; what changes in the rows comes on top. */
  readonly calls: number
  /**
   * Of a change of the model: `rows` where another query gives them, so that some are updates or deletes; `identity`
   * where something else tells one from another, so that all are new. Absent of all else.
   */
  readonly model?: 'rows' | 'identity'
}

/** How many records of mappings a source remembers: as sent, and as kept back. */
export type CountRecords = (
  source: Source,
  mappings: readonly string[],
) => Promise<readonly { readonly mapping: string; readonly sent: number; readonly keptBack: number }[]>

/** Whom to ask how many records there are, and whom to tell of a warehouse that does not say. */
export interface EffectDeps {
  readonly countRecords: CountRecords
  readonly note: (text: string) => void
}

// What these keys change is how a record looks at its destination, or whether it goes there.
const OF_MAPPING = ['action', 'destination', 'fields', 'filter', 'trigger']
const OF_SELECTION = ['filter', 'trigger']
const OF_DESTINATION = ['write_key', 'region']
// What these change is which rows there are, and which of them is which.
const OF_MODEL_CHOICE = ['model']
const OF_ROWS = ['query']
const OF_IDENTITY = ['identifier']

/**
 * Counts what a plan does to mappings that have synced: to those whose events or rows it
 * changes, and to those that are to be sent again.
 */
export async function countEffects(
  wanted: Config,
  plan: Plan,
  resend: readonly string[],
  deps: EffectDeps,
): Promise<readonly Effect[]> {
  const affected = listAffected(wanted, plan, resend)
  const effects: Effect[] = []
  for (const source of wanted.sources) {
    const here = affected.filter(({ mapping }) => findSource(wanted, mapping) === source.id)
    if (here.length === 0) continue
    try {
      effects.push(...(await countHere(source, here, resend, deps)))
    } catch (error) {
      if (!(error instanceof SluiceError)) throw error
      const names = here.map(({ mapping }) => mapping.id).join(', ')
      deps.note(`what this changes for ${names} could not be counted: ${error.message}`)
    }
  }
  return effects.toSorted((left, right) => (left.mapping < right.mapping ? -1 : 1))
}

async function countHere(
  source: Source,
  affected: readonly Affected[],
  resend: readonly string[],
  { countRecords }: EffectDeps,
): Promise<readonly Effect[]> {
  const counts = await countRecords(
    source,
    affected.map(({ mapping }) => mapping.id),
  )
  const places = new Map(affected.map((each) => [each.mapping.id, each]))
  return counts.flatMap(({ mapping: id, sent, keptBack: all }) => {
    const place = places.get(id)
    if (place === undefined) return []
    const keptBack = place.isSelectedAnew ? all : 0
    const effect = { mapping: id, keptBack, wouldResend: sent }
    if (resend.includes(id)) return { ...effect, stay: 0, calls: sent + all }
    return { ...effect, ...foresee(place, sent, keptBack) }
  })
}

/** What becomes of the records that were sent. */
function foresee(
  { mapping: { trigger }, model }: Affected,
  sent: number,
  keptBack: number,
): Pick<Effect, 'stay' | 'calls' | 'model'> {
  const count = (...ops: readonly Mapping['trigger'][number][]): number =>
    ops.some((op) => trigger.includes(op)) ? sent : 0
  switch (model) {
    case null:
      return { stay: sent, calls: keptBack }
    case 'rows':
      return { stay: sent, calls: keptBack + count('updated', 'deleted'), model }
    case 'identity':
      return { stay: 0, calls: keptBack + count('added') + count('deleted'), model }
    default:
      return model satisfies never
  }
}

interface Affected {
  readonly mapping: Mapping
  /** True when another filter or trigger decides what of it is sent. */
  readonly isSelectedAnew: boolean
  /** What of its model is another. */
  readonly model: 'rows' | 'identity' | null
}

function listAffected(wanted: Config, plan: Plan, resend: readonly string[]): readonly Affected[] {
  const updates = { ...plan, created: [] }
  const changed = listChanged(updates, 'mapping', OF_MAPPING)
  const selectedAnew = listChanged(updates, 'mapping', OF_SELECTION)
  const moved = listChanged(updates, 'destination', OF_DESTINATION)
  const remodelled = listChanged(updates, 'mapping', OF_MODEL_CHOICE)
  const requeried = listChanged(updates, 'model', OF_ROWS)
  const renamed = listChanged(updates, 'model', OF_IDENTITY)
  return wanted.mappings.flatMap((mapping) => {
    const { id, destination } = mapping
    const hasOtherRows = remodelled.has(id) || requeried.has(mapping.model)
    const model = renamed.has(mapping.model) ? 'identity' : hasOtherRows ? 'rows' : null
    const isAffected = model !== null || resend.includes(id) || changed.has(id) || moved.has(destination)
    return isAffected ? [{ mapping, isSelectedAnew: selectedAnew.has(id), model }] : []
  })
}

function findSource({ models }: Config, { model }: Mapping): string | undefined {
  return models.find(({ id }) => id === model)?.source
}

/** Refuses to send again what is no mapping of the file. */
export function checkResend({ mappings }: Config, resend: readonly string[]): void {
  const ids = mappings.map(({ id }) => id)
  const unknown = resend.find((id) => !ids.includes(id))
  if (unknown === undefined) return
  throw new SluiceError(
    'usage_invalid',
    `--resend ${unknown}: the file has no such mapping${formatSuggestion(unknown, ids)}`,
  )
}
