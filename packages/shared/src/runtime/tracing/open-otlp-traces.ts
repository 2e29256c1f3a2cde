import {
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  diag,
  trace,
  type Context,
  type Span,
  type SpanContext,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  RandomIdGenerator,
  type IdGenerator,
} from '@opentelemetry/sdk-trace-base'
import type { Logger } from '../logger.ts'
import { VERSION } from '../version.ts'
import { createTellingExporter } from './create-telling-exporter.ts'
import { createChunkSpanId, createSyncSpanId, createTraceId } from './span-ids.ts'
import type { SpanEnd, SpanFields, SpanPlace, Traces } from './traces.ts'

/** Traces that go to a collector. */
export interface OtlpTraces extends Traces {
  /** Sends what is left, for as long as a process that stops can wait. */
  close(): Promise<void>
}

// A collector that hangs keeps no process from stopping.
const CLOSE_MS = 2_000

/**
 * Opens traces that go to the collector which the standard variables of OpenTelemetry name, of the process itself: they
 * say who is told, how much of it, and in what batches. What the collector does not take is dropped.
 */
export function openOtlpTraces(name: string, log: Pick<Logger, 'info' | 'warn'>): OtlpTraces {
  const ids = createIds()
  // What is wrong with a variable is told while it is read.
  const unheard = (): void => {}
  const error = (reason: string): void => log.warn({ reason }, 'a variable of tracing is wrong')
  diag.setLogger(
    { error, warn: unheard, info: unheard, debug: unheard, verbose: unheard },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  )
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': name, 'service.version': VERSION }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    idGenerator: ids.generator,
    spanProcessors: [new BatchSpanProcessor(createTellingExporter(new OTLPTraceExporter(), log))],
  })
  diag.disable()
  const tracer = provider.getTracer('sluice', VERSION)

  const startSync = (traceId: string, from?: Date): Span =>
    ids.use({ traceId, spanId: createSyncSpanId(traceId) }, () =>
      tracer.startSpan('sync', { root: true, ...(from && { startTime: from }) }),
    )
  /** Whether a sync is told of follows from its id alone, so every process decides alike. */
  const readPlace = ({ sync, chunk }: SpanPlace): SpanContext | null => {
    const traceId = createTraceId(sync)
    if (traceId === null) return null
    const context = startSync(traceId).spanContext()
    return chunk === undefined ? context : { ...context, spanId: createChunkSpanId(traceId, chunk) }
  }
  const openContext = (place: SpanPlace): Context | null => {
    const context = readPlace(place)
    return context === null ? null : trace.setSpanContext(ROOT_CONTEXT, { ...context, isRemote: true })
  }
  return {
    start(spanName, [place, ...others], fields = {}) {
      const context = place === undefined ? null : openContext(place)
      if (place === undefined || context === null) return () => {}
      const links = others.flatMap((other) => readPlace(other) ?? []).map((linked) => ({ context: linked }))
      const options = { links, kind: spanName === 'post' ? SpanKind.CLIENT : SpanKind.INTERNAL }
      const span = tracer.startSpan(spanName, options, context)
      span.setAttributes(nameFields({ ...readFields(place), ...fields }))
      return (end) => endSpan(span, end)
    },
    tell({ sync, chunk }, { from, to, ...end }) {
      const traceId = createTraceId(sync)
      const context = openContext({ sync })
      if (traceId === null || context === null) return
      const span =
        chunk === undefined
          ? startSync(traceId, from)
          : ids.use({ traceId, spanId: createChunkSpanId(traceId, chunk) }, () =>
              tracer.startSpan('chunk', { startTime: from }, context),
            )
      span.setAttributes(nameFields(readFields({ sync, chunk })))
      endSpan(span, end, to)
    },
    async close() {
      const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref())
      // It was told already that the collector does not take them.
      await Promise.race([provider.shutdown().catch(() => {}), late])
    },
  }
}

function readFields({ sync, chunk }: SpanPlace): SpanFields {
  return { sync, ...(chunk === undefined ? {} : { chunk }) }
}

function nameFields(fields: SpanFields): SpanFields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`sluice.${name}`, value]))
}

function endSpan(span: Span, { fields = {}, isFailed = false }: SpanEnd = {}, to?: Date): void {
  span.setAttributes(nameFields(fields))
  if (isFailed) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end(to)
}

interface Ids {
  readonly traceId: string
  readonly spanId: string
}

/** Random ids, but for a span that is started under given ones. */
function createIds(): {
  readonly generator: IdGenerator
  readonly use: (given: Ids, start: () => Span) => Span
} {
  const random = new RandomIdGenerator()
  let given: Ids | null = null
  return {
    generator: {
      generateTraceId: () => given?.traceId ?? random.generateTraceId(),
      generateSpanId: () => given?.spanId ?? random.generateSpanId(),
    },
    // Nothing else is started meanwhile: a span is started at once.
    use(next, start) {
      given = next
      try {
        return start()
      } finally {
        given = null
      }
    },
  }
}
