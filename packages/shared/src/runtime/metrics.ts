import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** The metrics of one process; families are declared once, beside what they measure. */
export type Metrics = Registry

/** A registry with the process' own metrics (CPU, memory, event loop). */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

interface Family {
  readonly name: string
  readonly help: string
  readonly labels?: readonly string[]
}

/** Declares a counter. */
export function createCounter(registry: Metrics, { name, help, labels = [] }: Family): Counter {
  return new Counter({ name, help, labelNames: [...labels], registers: [registry] })
}

/** Declares a gauge that is read when it is scraped. */
export function createGauge(
  registry: Metrics,
  { name, help, labels = [] }: Family,
  collect: (gauge: Gauge) => Promise<void> | void,
): Gauge {
  return new Gauge({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    collect() {
      return collect(this)
    },
  })
}

/** Declares a histogram over `buckets`, in the base unit that its name ends in. */
export function createHistogram(
  registry: Metrics,
  { name, help, labels = [] }: Family,
  buckets: readonly number[],
): Histogram {
  return new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers: [registry] })
}
