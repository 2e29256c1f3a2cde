import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { DeadLetterDocument } from '@sluice/shared/domain'
import { openPipeline, type Pipeline } from './open-pipeline.ts'

const ROWS = 200
const ID = `'row-' || n`

/** What a mapper may use; run from sources it takes some 60 MB more than an image does. */
const MEMORY_LIMIT_BYTES = 400_000_000

const CONFIG = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: id, query: "select * from people" }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
mappings:
  - id: people
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: [added, updated]
    fields:
      user_id: { "@path": "$.properties.id" }
      traits:
        bio: { "@template": "Bio: {{{properties.bio}}}" }
        details: { "@flatten": { value: { "@path": "$.properties.details" }, separator: "." } }
`

let pipeline: Pipeline

beforeAll(async () => {
  pipeline = await openPipeline()
  await pipeline.warehouse('create table people (id text primary key, bio text, details jsonb)')
  const { code, stderr } = await pipeline.sluice(['apply', '-f', await pipeline.writeConfig(CONFIG)])
  if (code !== 0) throw new Error(stderr)
  await pipeline.startWorkers()
})
afterAll(() => pipeline.close())

test('rows that would cost hours or gigabytes are dead letters at once, and their neighbours go with one that is only odd', async () => {
  const numbers = (count: number): string => `(select jsonb_agg(n) from generate_series(1, ${count}) n)`
  await pipeline.warehouse(
    `insert into people
     select ${ID}, 'fine', '{"a": {"b": 1}}'::jsonb from generate_series(1, ${ROWS}) n
     union all select 'odd', repeat('{', 20000), '{}'
     union all select 'braces', repeat('{', 100000), '{}'
     union all select 'more braces', repeat('{', 500000), '{}'
     union all select 'long key', 'fine', jsonb_build_object(repeat('k', 20000), ${numbers(2_000)})
     union all select 'longer key', 'fine', jsonb_build_object(repeat('k', 300000), ${numbers(30_000)})`,
  )
  const { stdout } = await pipeline.sluice(['sync', 'people', '--wait', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({
    status: 'partial',
    added: ROWS + 5,
    delivered: ROWS + 1,
    invalid: 4,
    dead: 0,
  })

  const ls = await pipeline.sluice(['dead-letters', 'ls', '--json'])
  const letters = JSON.parse(ls.stdout) as DeadLetterDocument[]
  expect(letters.map(({ recordId, code }) => `${recordId}: ${code}`).toSorted()).toEqual([
    'braces: event_too_large',
    'long key: event_too_large',
    'longer key: event_too_large',
    'more braces: event_too_large',
  ])
  const [odd] = pipeline.emulator.events({ userId: 'odd' })
  expect(odd?.payload['traits']).toMatchObject({ bio: `Bio: ${'{'.repeat(20_000)}` })
  const [fine] = pipeline.emulator.events({ userId: 'row-1' })
  expect(fine?.payload['traits']).toMatchObject({ bio: 'Bio: fine', details: { 'a.b': 1 } })

  // Nobody took the mapper for dead, and it is the one that was there before.
  expect(pipeline.lines.filter((line) => line.includes('stalled'))).toEqual([])
  expect(await pipeline.ask('mapper', '/livez')).toBe('ok\n')
  const metrics = await pipeline.ask('mapper', '/metrics')
  const bytes = Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1])
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(MEMORY_LIMIT_BYTES)
})
