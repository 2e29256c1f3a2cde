/**
 * What an item of the config may say beside what it must. The store keeps options as they stand here, without a column
 * for each. A new one is optional, and absent or null where it says nothing, so that what was kept before it goes on
 * meaning the same.
 */

/** How long a source keeps, in its warehouse, what became of each change of a record. */
export interface SyncLogOption {
  readonly keepMs: number
}

/** Options of a source, whatever its type. */
export interface SourceOptions {
  /** Absent or null: it keeps none. */
  readonly syncLog?: SyncLogOption | null | undefined
}

/** Options of a model. */
export type ModelOptions = object

/** Options of a destination: what was planned for a month, and what may not be passed. */
export interface DestinationOptions {
  /** The Segment workspace: destinations of one count their MTUs together. */
  readonly workspace?: string | null
  /** MTUs of a month that were planned, or paid for. */
  readonly mtuAllowance?: number | null
  /** API calls of a month that were planned, or paid for. */
  readonly callsAllowance?: number | null
  /** Day of the month, 1 to 28, on which a billing month begins at 00:00 UTC. */
  readonly billingDay?: number | null
  /** Events of a billing month after which nothing is sent until the next. */
  readonly maxCallsPerMonth?: number | null
}

export const COMPARE_MODES = ['mapped', 'all'] as const

export type CompareMode = (typeof COMPARE_MODES)[number]

/** Options of a mapping. */
export interface MappingOptions {
  /** Share of the known records that may vanish before a sync stops and asks; 100 lets all of them go. */
  readonly maxDeletedPercent: number
  /** Share of the known records that may have changed before a sync stops and asks; 100 lets all of them go. */
  readonly maxUpdatedPercent?: number | null
  /** Which columns make a row a changed one: those that the mapping reads, or all of its model. */
  readonly compare?: CompareMode | null
}

/** The names of the options of each kind of item. */
export const OPTIONS = {
  source: listNames<SourceOptions>({ syncLog: true }),
  model: listNames<ModelOptions>({}),
  destination: listNames<DestinationOptions>({
    workspace: true,
    mtuAllowance: true,
    callsAllowance: true,
    billingDay: true,
    maxCallsPerMonth: true,
  }),
  mapping: listNames<MappingOptions>({ maxDeletedPercent: true, maxUpdatedPercent: true, compare: true }),
} as const

/** The options of an item that say something. */
export function pickOptions(item: object, names: readonly string[]): Readonly<Record<string, unknown>> {
  const options = item as Readonly<Record<string, unknown>>
  const said = names.map((name) => [name, options[name] ?? null] as const)
  return Object.fromEntries(said.filter(([, value]) => value !== null))
}

function listNames<Options>(
  names: Readonly<Record<keyof Options, true>>,
): readonly (keyof Options & string)[] {
  return Object.keys(names) as (keyof Options & string)[]
}
