export { announceWait, PATIENCE_MS } from './announce-wait.ts'
export {
  VARIABLES,
  parseEnvironment,
  readEndpoints,
  readSettingsEndpoints,
  type Environment,
  type EnvironmentValues,
} from './environment.ts'
export { startHealthServer, type HealthServer, type HealthServerOptions } from './http-server.ts'
export { createLifecycle, type Lifecycle } from './lifecycle.ts'
export { createLogger, serializeError, type Logger } from './logger.ts'
export { createCounter, createGauge, createHistogram, createMetrics, type Metrics } from './metrics.ts'
export { observeWorkers } from './observe-workers.ts'
export { readProxies } from './read-proxies.ts'
export { readSecretKeys, type ReadSecretKeys } from './read-secret-keys.ts'
export { EXIT_DEADLINE_MS, runWorkerProcess, type WorkerPart } from './run-process.ts'
export { showControls } from './show-controls.ts'
export type { SpanEnd, SpanFields, SpanPlace, Traces, WholeSpan } from './tracing/traces.ts'
export { VERSION } from './version.ts'
export {
  WORKER_VARIABLES,
  createQuietErrorLog,
  openWorkerContext,
  type WorkerContext,
} from './worker-context.ts'
