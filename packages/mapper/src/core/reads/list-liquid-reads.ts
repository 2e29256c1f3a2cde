import { Liquid, analyzeSync, type Variable } from 'liquidjs'

const engine = new Liquid()

/** What a `@liquid` template reads by name. */
export interface LiquidRead {
  /** The keys as far as the template spells them out. */
  readonly keys: readonly string[]
  /** True for a name that the template gives itself somewhere, so that the row need not have it. */
  readonly isLocal: boolean
}

/** Every name that a `@liquid` template reads; none for text that is no template, since no row gets through it. */
export function listLiquidReads(template: string): readonly LiquidRead[] {
  try {
    const { variables, locals } = analyzeSync(engine.parse(template), { partials: false })
    const localNames = new Set(
      Object.values(locals).flatMap((found) => found.map(({ segments }) => segments[0])),
    )
    return Object.values(variables)
      .flat()
      .map((variable) => ({
        keys: listKnownKeys(variable),
        isLocal: localNames.has(variable.segments[0] ?? ''),
      }))
  } catch {
    return []
  }
}

/** The keys before the first that another variable gives, and before `size`, which counts whatever it stands behind. */
function listKnownKeys({ segments }: Variable): readonly string[] {
  const end = segments.findIndex(
    (segment, index) => typeof segment === 'object' || (segment === 'size' && index > 0),
  )
  return (end === -1 ? segments : segments.slice(0, end)).map(String)
}
