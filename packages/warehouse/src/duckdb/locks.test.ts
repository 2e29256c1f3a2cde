import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { createScript, waitFor } from '@sluice/shared/testing'
import { createStageRequest, listDeltas, runSync, stageAndRead } from '../testing/run-sync.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'

const ENDLESS = 'select a.range as id from range(1_000_000) a, range(1_000_000) b'

let opened: TestWarehouse
const children = new Set<ChildProcess>()

beforeAll(async () => {
  opened = await openTestWarehouse({ lockPatienceMs: 300 })
  await opened.sql(`create table people as select 1 as id, 'Ada' as name`)
})
afterEach(async () => {
  for (const child of children) await stop(child, 'SIGKILL')
})
afterAll(() => opened.close())

async function start(script: string, ...parameters: readonly string[]): Promise<ChildProcess> {
  const program = createScript(new URL(`testing/${script}.ts`, import.meta.url))
  const options = [...program.execArgv, program.script, ...parameters]
  const child = spawn(program.execPath, options, { stdio: ['pipe', 'pipe', 'inherit'] })
  children.add(child)
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${script} ended before it began`)
  })
  await Promise.race([once(child.stdout, 'data'), ended])
  return child
}

async function stop(child: ChildProcess, signal?: NodeJS.Signals): Promise<void> {
  children.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  if (signal === undefined) child.stdin?.end()
  else child.kill(signal)
  await ended
}

describe('a file that another process has open', () => {
  test('is told with who has it, and is read again once it is closed', async () => {
    const holder = await start('hold-file', opened.path)
    const busy = {
      code: 'warehouse_busy',
      message: expect.stringMatching(
        new RegExp(`^source test: ${opened.path} is open in another process \\(.*PID ${holder.pid}\\)`),
      ),
    }
    await expect(opened.warehouse.stage(createStageRequest())).rejects.toMatchObject(busy)
    await expect(opened.warehouse.check()).rejects.toMatchObject(busy)
    expect(await opened.warehouse.inspect()).toMatchObject([{ check: 'reachable', status: 'warning' }])
    await stop(holder)
    expect((await opened.warehouse.stage(createStageRequest())).added).toBe(1)
  })

  test('leaves the other file of its source to whoever wants it', async () => {
    const holder = await start('hold-file', opened.path)
    await expect(opened.warehouse.stage(createStageRequest())).rejects.toMatchObject({
      code: 'warehouse_busy',
    })
    // What this process still had open, no other could open.
    const other = await start('hold-file', `${opened.path}.sluice`)
    await stop(other)
    await stop(holder)
  })

  test('is waited for, for a while', async () => {
    const holder = await start('hold-file', opened.path)
    const patient = opened.reopen({ lockPatienceMs: 60_000 })
    const staging = patient.stage(createStageRequest({ mappingId: 'patient' }))
    await stop(holder)
    expect((await staging).added).toBe(1)
  })

  test('as the one of Sluice tells to run one extractor; a preview needs it not', async () => {
    const holder = await start('hold-file', `${opened.path}.sluice`)
    await expect(opened.warehouse.listStaged()).rejects.toMatchObject({
      code: 'warehouse_busy',
      message: expect.stringContaining('shop.duckdb.sluice is open in another process'),
    })
    const model = { query: 'from people', identifier: 'id' }
    expect(await opened.warehouse.readRows(model, 'people', 1)).toHaveLength(1)
    await stop(holder)
  })

  test('for writing may be opened between two steps of a sync', async () => {
    const request = createStageRequest({ mappingId: 'between' })
    await opened.warehouse.stage(request)
    const holder = await start('hold-file', opened.path)
    expect(await opened.warehouse.readDelivered(request, [])).toMatchObject({ epoch: 0 })
    await opened.warehouse.commit(request)
    await stop(holder)
  })
})

test('a process killed while it stages leaves nothing, and another can stage the sync', async () => {
  const victim = await start('stage-slowly', opened.path, ENDLESS)
  await waitFor('the files to be open', async () =>
    opened.warehouse.listStaged().then(
      () => false,
      () => true,
    ),
  )
  await stop(victim, 'SIGKILL')
  await opened.forget('people-identify')
  expect(listDeltas(await runSync(opened.warehouse))).toEqual([['added', '1', 1]])
  expect(
    (await opened.warehouse.listStaged()).filter(({ mappingId }) => mappingId === 'people-identify'),
  ).toEqual([])
})

describe('one process', () => {
  test('opens a file once, whoever asks for it in whatever order', async () => {
    const other = opened.reopen({ memoryLimit: '500MB' })
    const model = { query: 'select range as id from range(20000)', identifier: 'id' }
    const work = Array.from({ length: 24 }, (_, index) => {
      const mappingId = `m${index % 3}`
      const { warehouse } = index % 2 === 0 ? opened : { warehouse: other }
      switch (index % 4) {
        case 0:
          return stageAndRead(warehouse, createStageRequest({ mappingId, model }))
        case 1:
          return warehouse.listStaged()
        case 2:
          return warehouse.readRows(model, 'people', 3)
        default:
          return runSync(warehouse, { mappingId, model })
      }
    })
    await Promise.all(work)
    expect(listDeltas(await runSync(other, { mappingId: 'm0', model }))).toEqual([])
  })
})

test('questions that do not end keep no sync waiting, and are told why they ended', async () => {
  const gone = new AbortController()
  const model = { query: ENDLESS, identifier: 'id' }
  const questions = [1, 2, 3].map(() =>
    opened.warehouse.countIdentifier(model, 'endless', gone.signal).then(
      () => null,
      (error: unknown) => error,
    ),
  )
  const request = createStageRequest({
    mappingId: 'beside',
    model: { query: 'from people', identifier: 'id' },
  })
  expect((await opened.warehouse.stage(request)).added).toBe(1)
  expect(await questions[0]).toMatchObject({
    code: 'warehouse_busy',
    message: expect.stringContaining('goes before questions'),
  })
  const reason = new Error('nobody waits')
  gone.abort(reason)
  expect(await Promise.all(questions.slice(1))).toEqual([reason, reason])
})

describe('files that cannot be opened', () => {
  test.each([
    ['/nowhere/shop.duckdb', 'warehouse_unreachable', 'there is no file /nowhere/shop.duckdb here'],
    ['package.json', 'warehouse_denied', 'is no file of DuckDB'],
  ])('%s: %s', async (path, code, words) => {
    const warehouse = opened.reopen({ path })
    const model = { query: 'select 1 as id', identifier: 'id' }
    await expect(warehouse.readRows(model, 'one', 1)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    })
    expect(await warehouse.inspect()).toMatchObject([{ check: 'reachable', status: 'failed' }])
  })

  test('as a state that is something else say so, and leave it as it is', async () => {
    const state = `${opened.path}.other`
    await writeFile(state, 'something else'.repeat(1000))
    const warehouse = opened.reopen({ state })
    await expect(warehouse.check()).rejects.toMatchObject({
      code: 'warehouse_denied',
      message: expect.stringContaining('is no file of DuckDB'),
    })
  })
})
