import type { Environment } from '../environment.ts'
import type { Lifecycle } from '../lifecycle.ts'
import type { Logger } from '../logger.ts'
import type { Traces } from './traces.ts'

/** Traces of a process where its environment names a collector, or null; what they need is loaded only then. */
export async function openTraces(
  lifecycle: Lifecycle,
  env: Environment,
  name: string,
  log: Pick<Logger, 'info' | 'warn'>,
): Promise<Traces | null> {
  if (!isOn(env)) return null
  const { openOtlpTraces } = await import('./open-otlp-traces.ts')
  return lifecycle.use('traces', openOtlpTraces(name, log), (traces) => traces.close())
}

function isOn(env: Environment): boolean {
  // An empty variable counts as not set.
  const hasCollector = Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'])
  return hasCollector && env['OTEL_SDK_DISABLED'] !== 'true' && env['OTEL_TRACES_EXPORTER'] !== 'none'
}
