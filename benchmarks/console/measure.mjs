import { startLocalServers } from '../../infra/local/src/index.ts'
import { saveItem } from '../../packages/operations/src/index.ts'
import { openBrowser } from '../../packages/console/src/testing/open-browser.ts'
import { openConsole } from '../../packages/console/src/testing/open-console.ts'
import { createEmptyDatabase, createTemplateDatabase } from '../../packages/shared/src/testing/index.ts'
import { readOptions } from '../read-options.mjs'
import { runBenchmark } from '../run-benchmark.mjs'
import { summariseNumbers } from '../summarise-numbers.mjs'
import { measureMemory } from './measure-memory.mjs'
import { measureVisit } from './measure-visit.mjs'
import { renderTable } from './render-table.mjs'

const FIELDS = {
  user_id: { '@path': '$.properties.id' },
  event_name: 'Order Completed',
  properties: Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`c${index}`, { '@path': `$.properties.c${index}` }]),
  ),
}

await runBenchmark('bench:console', async (closers) => {
  const { json, rounds, visits: memoryVisits } = readOptions({ rounds: 10, visits: undefined })
  const say = (line) => void process.stderr.write(`${line}\n`)
  const servers = await startLocalServers({ env: {}, log: say })
  closers.push(() => servers.stop())
  process.env.DATABASE_URL = servers.databaseUrl
  process.env.REDIS_URL = servers.redisUrl
  await createTemplateDatabase(servers.databaseUrl)

  const warehouse = await createEmptyDatabase(servers.databaseUrl)
  const columns = Array.from({ length: 40 }, (_, index) => `'value ' || n as c${index}`)
  const query = `select n as id, ${columns.join(', ')} from generate_series(1, 1000) n`
  // Nobody has to sign in.
  const board = await openConsole(null)
  closers.push(() => board.close())
  const items = {
    source: { id: 'warehouse', type: 'postgres', connection: warehouse.url },
    model: { id: 'orders', source: 'warehouse', identifier: 'id', query },
    destination: { id: 'segment', write_key: 'k', region: 'us-west-2' },
    mapping: {
      id: 'orders-track',
      model: 'orders',
      destination: 'segment',
      action: 'sendTrack',
      trigger: ['added'],
      fields: FIELDS,
    },
  }
  for (const [kind, item] of Object.entries(items))
    await saveItem(board.pages, { kind, id: item.id, item, seen: null }, 'benchmark')

  const browser = await openBrowser()
  closers.push(() => browser.close())
  const url = `${board.url}/mappings/orders-track`
  const visits = { first: [], again: [] }
  // The first one warms up the server, and is forgotten.
  await measureVisit(await browser.newContext(), url)
  for (let round = 1; round <= rounds; round += 1) {
    const context = await browser.newContext()
    visits.first.push(await measureVisit(context, url))
    visits.again.push(await measureVisit(context, url))
    await context.close()
    say(`round ${round} of ${rounds}`)
  }
  const summarise = (name) =>
    Object.fromEntries(
      ['paintMs', 'interactiveMs', 'eventMs'].map((field) => [
        field,
        summariseNumbers(
          visits[name].map((visit) => visit[field]),
          0,
        ),
      ]),
    )
  const report = { rounds, first: summarise('first'), again: summarise('again') }
  if (memoryVisits !== undefined) report.memory = await measureMemory(browser, memoryVisits, closers)
  return json ? `${JSON.stringify(report, null, 2)}\n` : renderTable(report)
})
