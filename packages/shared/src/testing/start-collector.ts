import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A span as a collector was told of it. */
export interface CollectedSpan {
  /** The process that told of it. */
  readonly service: string
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  /** Empty for the root. */
  readonly parentSpanId: string
  readonly linkedSpanIds: readonly string[]
  readonly attributes: Readonly<Record<string, unknown>>
  readonly startMs: number
  readonly endMs: number
}

/** A collector of OpenTelemetry, over HTTP and JSON. */
export interface TestCollector {
  readonly url: string
  /** `hangs` never answers, `refuses` answers 400. */
  mode: 'takes' | 'hangs' | 'refuses'
  /** Bodies and headers of every request, as they came. */
  readonly requests: readonly { readonly body: string; readonly headers: NodeJS.Dict<string | string[]> }[]
  listSpans(): readonly CollectedSpan[]
  close(): Promise<void>
}

/** Starts a collector on a free port of this machine. */
export async function startCollector(): Promise<TestCollector> {
  const requests: { readonly body: string; readonly headers: NodeJS.Dict<string | string[]> }[] = []
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      requests.push({ body: Buffer.concat(parts).toString(), headers: request.headers })
      if (collector.mode === 'hangs') return
      response.writeHead(collector.mode === 'takes' ? 200 : 400, { 'content-type': 'application/json' })
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const collector: TestCollector = {
    url: `http://127.0.0.1:${port}`,
    mode: 'takes',
    requests,
    listSpans: () => requests.flatMap(({ body }) => readSpans(JSON.parse(body) as Told)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return collector
}

interface Told {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] }
    readonly scopeSpans: readonly { readonly spans: readonly ToldSpan[] }[]
  }[]
}

interface ToldSpan {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly links?: readonly { readonly spanId: string }[]
  readonly attributes: readonly Attribute[]
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
}

interface Attribute {
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}

function readSpans({ resourceSpans }: Told): readonly CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(readAttributes(resource.attributes)['service.name'])
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ name, traceId, spanId, parentSpanId = '', links = [], attributes, ...times }) => ({
        service,
        name,
        traceId,
        spanId,
        parentSpanId,
        attributes: readAttributes(attributes),
        linkedSpanIds: links.map((link) => link.spanId),
        startMs: Number(times.startTimeUnixNano) / 1e6,
        endMs: Number(times.endTimeUnixNano) / 1e6,
      })),
    )
  })
}

function readAttributes(attributes: readonly Attribute[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}
