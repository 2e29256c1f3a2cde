import { parseQuery } from '../promql/parse-query.ts'
import type { KnownMetrics } from './known-metrics.ts'

/** What is wrong with a query: no PromQL, a metric that nobody tells, a label that the metric does not have. */
export function listQueryMistakes(query: string, known: KnownMetrics): readonly string[] {
  const { selectors, mistakes } = parseQuery(query)
  return [
    ...mistakes,
    ...selectors.flatMap(({ metric, labels }) => {
      const knownLabels = known.get(metric)
      if (knownLabels === undefined) return [`there is no metric ${metric || 'without a name'}`]
      return labels
        .filter((label) => !knownLabels.has(label))
        .map((label) => `${metric} has no label ${label}`)
    }),
  ]
}
