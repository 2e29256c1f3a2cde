import { readFile } from 'node:fs/promises'
import { createMetrics } from '@sluice/shared/runtime'
import { ROOT } from '../folders.ts'

/** The labels of every time series that a rule or a panel may ask for, by its name. */
export type KnownMetrics = ReadonlyMap<string, ReadonlySet<string>>

/** Labels that Prometheus puts on what it scrapes. */
const TARGET_LABELS = ['job', 'instance', 'pod', 'namespace']

/** What docs/metrics.md tells of, the process' own metrics, and Prometheus' word on its targets. */
export async function readKnownMetrics(): Promise<KnownMetrics> {
  const known = new Map<string, ReadonlySet<string>>([['up', new Set(TARGET_LABELS)]])
  const add = (name: string, type: string, labels: readonly string[]): void => {
    const all = [...TARGET_LABELS, ...labels]
    if (type !== 'histogram') return void known.set(name, new Set(all))
    known.set(`${name}_bucket`, new Set([...all, 'le']))
    known.set(`${name}_sum`, new Set(all))
    known.set(`${name}_count`, new Set(all))
  }
  const page = await readFile(new URL('docs/metrics.md', ROOT), 'utf8')
  for (const [, name = '', type = '', labels = ''] of page.matchAll(
    /^\| `(sluice_\w+)` \| (\w+) \|([^|]*)\|/gm,
  )) {
    add(
      name,
      type,
      [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label),
    )
  }
  for (const { name, type } of await createMetrics().getMetricsAsJSON()) add(name, String(type), [])
  return known
}
