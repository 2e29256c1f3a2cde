import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startCollector, waitFor, type CollectedSpan, type TestCollector } from '@sluice/shared/testing'
import type { SyncDocument } from '@sluice/shared/domain'
import { openPipeline, type Pipeline } from './open-pipeline.ts'
import { noteTrait, writePeopleConfig } from './people-config.ts'

const CANARY = 'canary-7f3a'
const ROWS = 2_500

let collector: TestCollector
let pipeline: Pipeline
beforeAll(async () => {
  collector = await startCollector()
  pipeline = await openPipeline(undefined, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '50',
  })
  await pipeline.warehouse(
    `create table people as select '${CANARY}' || n as person_id, '${CANARY}' as note from generate_series(1, ${ROWS}) n`,
  )
  await pipeline.startWorkers()
  await pipeline.sluice([
    'apply',
    '-f',
    await pipeline.writeConfig(writePeopleConfig({ fields: [noteTrait()] })),
  ])
})
afterAll(async () => {
  await pipeline?.close()
  await collector?.close()
})

const sync = async (): Promise<SyncDocument> => {
  const { stdout } = await pipeline.sluice(['sync', 'people-identify', '--wait', '--json'])
  return JSON.parse(stdout) as SyncDocument
}

test('a sync is one trace over three workers, and tells nothing of its rows', async () => {
  const { id, status } = await sync()
  expect(status).toBe('succeeded')
  const spans = await waitFor('the trace', () => {
    const told = collector.listSpans().filter(({ traceId }) => traceId === id.replaceAll('-', ''))
    const count = (name: string): number => told.filter((span) => span.name === name).length
    return count('sync') === 1 && count('chunk') === 3 && count('send') >= 3 && count('map') >= 3 && told
  })
  const bySpan = new Map(spans.map((span) => [span.spanId, span]))
  const readWay = ({ name, parentSpanId }: CollectedSpan): string => {
    const parent = bySpan.get(parentSpanId)
    return parent === undefined ? name : `${readWay(parent)} > ${name}`
  }
  // Whether that comes too late to find anything to do is a matter of luck.
  const sure = spans.filter(({ name }) => name !== 'extract commit')
  expect(new Set(sure.map((span) => `${span.service}: ${readWay(span)}`))).toEqual(
    new Set([
      'sluice-extractor: sync',
      'sluice-extractor: sync > extract run',
      'sluice-sender: sync > chunk',
      'sluice-mapper: sync > chunk > map',
      'sluice-sender: sync > chunk > send',
      'sluice-sender: sync > chunk > post',
    ]),
  )
  const posts = spans.filter(({ name }) => name === 'post')
  expect(posts.reduce((sum, { attributes }) => sum + Number(attributes['sluice.events']), 0)).toBe(ROWS)
  const root = spans.find(({ name }) => name === 'sync')
  expect(root?.attributes).toMatchObject({
    'sluice.status': 'succeeded',
    'sluice.mapping': 'people-identify',
  })
  for (const { startMs, endMs } of spans) expect(endMs).toBeGreaterThanOrEqual(startMs)
  const told = collector.requests.map(({ body }) => body).join('')
  expect(told).not.toContain(CANARY)
  expect(told).not.toContain(pipeline.writeKeys.us)
})

test('a collector that hangs keeps no sync from its end', async () => {
  collector.mode = 'hangs'
  await pipeline.warehouse(`update people set note = 'again'`)
  expect(await sync()).toMatchObject({ status: 'succeeded', delivered: ROWS })
})
