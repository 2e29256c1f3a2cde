import type { SpanExporter } from '@opentelemetry/sdk-trace-base'
import type { Logger } from '../logger.ts'

// Of `ExportResult`, whose package is not ours to import.
const SUCCESS = 0

/** An exporter that says once that the collector takes nothing, and once that it does again. */
export function createTellingExporter(
  exporter: SpanExporter,
  log: Pick<Logger, 'info' | 'warn'>,
): SpanExporter {
  let isAway = false
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const { code, error }: { readonly code: number; readonly error?: Error } = result
        if (code !== SUCCESS && !isAway) log.warn({ error }, 'the collector of traces takes none')
        if (code === SUCCESS && isAway) log.info('the collector of traces takes them again')
        isAway = code !== SUCCESS
        // It is told here, and nowhere else.
        done({ code: SUCCESS })
      })
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  }
}
