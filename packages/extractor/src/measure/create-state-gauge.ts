import { createGauge, type Metrics } from '@sluice/shared/runtime'
import type { CachedRead } from './cached-read.ts'

/** One value of a gauge, with its labels. */
export type Sample = readonly [labels: Readonly<Record<string, string>>, value: number]

/** Declares a gauge whose every value comes from a state; without the state it has none. */
export type DeclareStateGauge<State> = (
  family: { readonly name: string; readonly help: string; readonly labels?: readonly string[] },
  list: (state: State) => Iterable<Sample>,
) => void

/** What declares gauges of the state that `read` gives. */
export function createStateGauge<State>(metrics: Metrics, read: CachedRead<State>): DeclareStateGauge<State> {
  return (family, list) => {
    createGauge(metrics, family, async (gauge) => {
      const state = await read()
      // A gauge without labels would come back as 0 from a reset.
      if (family.labels === undefined) gauge.remove()
      else gauge.reset()
      if (state === null) return
      for (const [labels, value] of list(state)) gauge.set({ ...labels }, value)
    })
  }
}
