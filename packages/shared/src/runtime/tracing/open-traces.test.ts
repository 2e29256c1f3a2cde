import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { startCollector, waitFor, type TestCollector } from '../../testing/index.ts'
import { createLifecycle, type Lifecycle } from '../lifecycle.ts'
import { openTraces } from './open-traces.ts'
import { createTraceId } from './span-ids.ts'
import type { Traces } from './traces.ts'

const SYNC = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
const TRACE = '3f2504e04f8941d39a0c0305e82c3301'

let collector: TestCollector
beforeAll(async () => {
  collector = await startCollector()
})
afterAll(() => collector.close())
afterEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('OTEL_')) delete process.env[name]
})

/** Traces of a process with these variables, which OpenTelemetry reads of the process itself. */
async function open(env: Readonly<Record<string, string>> = {}) {
  const logged: string[] = []
  const note = (_fields: unknown, message?: string): void => void logged.push(String(message ?? _fields))
  const log = { info: note, warn: note }
  const lifecycle: Lifecycle = createLifecycle(log)
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '20',
    ...env,
  })
  const traces = await openTraces(lifecycle, process.env, 'sluice-test', log as never)
  if (traces === null) throw new Error('there are no traces')
  return { traces, logged, stop: () => lifecycle.stop() }
}

async function listSpans(traceId: string) {
  return collector.listSpans().filter((span) => span.traceId === traceId)
}

test('what several processes tell of a sync is one tree, under the id of the sync', async () => {
  const tellers = await Promise.all([open({ OTEL_SERVICE_NAME: 'one' }), open({ OTEL_SERVICE_NAME: 'two' })])
  const [one, two] = tellers.map(({ traces }) => traces) as [Traces, Traces]
  const from = new Date('2026-03-01T06:00:00Z')
  one.start('map', [{ sync: SYNC, chunk: 1 }])({ fields: { outcome: 'completed' } })
  two.start(
    'post',
    [
      { sync: SYNC, chunk: 1 },
      { sync: SYNC, chunk: 2 },
    ],
    { events: 3 },
  )({ isFailed: true })
  two.tell({ sync: SYNC, chunk: 1 }, { from, to: new Date('2026-03-01T06:00:02Z') })
  one.tell({ sync: SYNC }, { from, to: new Date('2026-03-01T06:00:03Z'), fields: { status: 'succeeded' } })
  await Promise.all(tellers.map(({ stop }) => stop()))

  const spans = await listSpans(TRACE)
  const find = (name: string) => spans.find((span) => span.name === name)
  const [sync, chunk, map, post] = ['sync', 'chunk', 'map', 'post'].map(find)
  expect(spans).toHaveLength(4)
  expect(sync).toMatchObject({
    parentSpanId: '',
    attributes: { 'sluice.sync': SYNC, 'sluice.status': 'succeeded' },
  })
  expect(chunk).toMatchObject({
    parentSpanId: sync?.spanId,
    startMs: from.getTime(),
    endMs: from.getTime() + 2_000,
  })
  expect(map).toMatchObject({ parentSpanId: chunk?.spanId, service: 'two' })
  expect(post).toMatchObject({ parentSpanId: chunk?.spanId, attributes: { 'sluice.events': 3 } })
  expect(post?.linkedSpanIds).toHaveLength(1)
  expect(post?.linkedSpanIds).not.toContain(chunk?.spanId)
})

test('the standard variables count: headers, resource, and a part of all syncs, of each all or nothing', async () => {
  const { traces, stop } = await open({
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=abc',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.5',
  })
  const syncs = Array.from({ length: 40 }, () => crypto.randomUUID())
  const [from, to] = [new Date(), new Date()]
  for (const sync of syncs) {
    traces.start('send', [{ sync, chunk: 1 }])()
    traces.tell({ sync, chunk: 1 }, { from, to })
    traces.tell({ sync }, { from, to })
  }
  await stop()
  const ids = new Set(syncs.map(createTraceId))
  const counts = new Map<string, number>()
  for (const { traceId } of collector.listSpans().filter((span) => ids.has(span.traceId)))
    counts.set(traceId, (counts.get(traceId) ?? 0) + 1)
  expect(new Set(counts.values())).toEqual(new Set([3]))
  expect(counts.size).toBeGreaterThan(5)
  expect(counts.size).toBeLessThan(35)
  expect(collector.requests.at(-1)?.headers['x-key']).toBe('abc')
  expect(collector.requests.at(-1)?.body).toContain('deployment.environment')
})

test('a collector that refuses is told of once, and once when it takes them again', async () => {
  const { traces, logged, stop } = await open()
  collector.mode = 'refuses'
  for (let turn = 0; turn < 3; turn += 1) {
    const before = collector.requests.length
    traces.start('map', [{ sync: SYNC, chunk: turn }])()
    while (collector.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  while (logged.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  collector.mode = 'takes'
  traces.start('map', [{ sync: SYNC, chunk: 9 }])()
  await stop()
  expect(logged).toEqual(['the collector of traces takes none', 'the collector of traces takes them again'])
})

test('a collector that hangs slows nothing, and keeps no process from stopping', async () => {
  const { traces, logged, stop } = await open({ OTEL_EXPORTER_OTLP_TIMEOUT: '3000' })
  collector.mode = 'hangs'
  // More than is kept for it.
  for (let chunk = 0; chunk < 5_000; chunk += 1) traces.start('map', [{ sync: SYNC, chunk }])()
  const startedAt = performance.now()
  await stop()
  expect(logged).toEqual([])
  // Whoever stops waits for two seconds, an export for three.
  expect(performance.now() - startedAt).toBeGreaterThan(1_900)
  await waitFor('the export to end', async () => logged.length > 0)
  collector.mode = 'takes'
})

test('a wrong variable is told, and what is no sync has no span', async () => {
  const { traces, logged, stop } = await open({ OTEL_TRACES_SAMPLER: 'sometimes' })
  traces.start('ask', [{ sync: 'none' }])()
  traces.tell({ sync: 'none' }, { from: new Date(), to: new Date() })
  await stop()
  expect(logged).toEqual(['a variable of tracing is wrong'])
})

describe('without a collector', () => {
  test.each([
    [{}],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost', OTEL_SDK_DISABLED: 'true' }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost', OTEL_TRACES_EXPORTER: 'none' }],
  ])('as %j says it, there are no traces', async (env) => {
    expect(await openTraces(createLifecycle({ warn: () => {} }), env, 'x', {} as never)).toBeNull()
  })

  test('nothing of OpenTelemetry is loaded: all that names it is loaded later', async () => {
    const root = join(import.meta.dirname, '../../../..')
    const all = (await readdir(root)).map((name) => `${name}/src`)
    const lists = await Promise.all(
      all.map(async (path) =>
        (await readdir(join(root, path), { recursive: true })).map((name) => `${path}/${name}`),
      ),
    )
    const files = lists.flat().filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    const texts = await Promise.all(
      files.map(async (path) => [path, await readFile(join(root, path), 'utf8')]),
    )
    const naming = (name: string | RegExp) =>
      texts.filter(([, text]) => text?.match(name)).map(([path]) => path)
    const folder = 'shared/src/runtime/tracing'
    expect(new Set(naming(/from '@opentelemetry/))).toEqual(
      new Set([`${folder}/create-telling-exporter.ts`, `${folder}/open-otlp-traces.ts`]),
    )
    expect(naming(/from '.*create-telling-exporter/)).toEqual([`${folder}/open-otlp-traces.ts`])
    expect(naming(/from '.*open-otlp-traces/)).toEqual([])
  })
})
