import { randomUUID } from 'node:crypto'
import { openPostgresWarehouse } from '../../packages/warehouse/dist/postgres/open-postgres-warehouse.js'
import { explainStage } from './explain-stage.mjs'
import { BARE_PASS, CHANGES, COPY, createModelTable, MODEL } from './workload.mjs'

const OPS = ['added', 'updated', 'deleted']

/**
 * Milliseconds of each side, alternately, over a table of so many rows: a stage beside the bare pass
 * after one row in a hundred has changed, and a first stage and commit beside a copy of the table.
 */
export async function measure({ url, client }, { rows, rounds, say }) {
  const warehouse = openPostgresWarehouse({ connectionString: url, sourceId: 'bench' })
  const createRequest = (mappingId) => ({
    installationId: 'bench',
    mappingId,
    memory: { epoch: 1, generation: 0, order: null },
    selection: 'all',
    compared: 'all',
    listColumnsRead: async () => [],
    syncId: randomUUID(),
    modelId: 'model',
    model: MODEL,
    trigger: OPS,
  })
  const sides = {
    copy: async () => {
      await client.query('drop table if exists copy')
      return time(async () => {
        for (const statement of COPY) await client.query(statement)
      })
    },
    firstSync: async (round) => {
      const request = createRequest(`first-${round}`)
      const ms = await time(async () => {
        await warehouse.stage(request)
        await warehouse.commit(request)
      })
      await client.query(`drop table _sluice."records_${request.mappingId}"`)
      return ms
    },
    bare: () => time(() => client.query(BARE_PASS)),
    stage: async () => {
      const request = createRequest('diff')
      const ms = await time(() => warehouse.stage(request))
      await warehouse.discard(request.syncId)
      return ms
    },
  }
  try {
    say(`${rows} rows: filling`)
    await client.query('drop table if exists model')
    await client.query(createModelTable(rows))
    await client.query('vacuum analyze model')
    const first = await alternate(client, sides, ['copy', 'firstSync'], rounds, say)
    await client.query('drop table copy')

    const request = createRequest('diff')
    await warehouse.stage(request)
    await warehouse.commit(request)
    for (const statement of CHANGES) await client.query(statement)
    await client.query('vacuum analyze model')
    await client.query('vacuum analyze _sluice.records_diff')
    const diff = await alternate(client, sides, ['bare', 'stage'], rounds, say)
    const found = createRequest('diff')
    const { added, updated, deleted } = await warehouse.stage(found)
    await warehouse.discard(found.syncId)
    const plan = await explainStage(url, createRequest('diff'))
    await client.query('drop table _sluice.records_diff')
    return { samples: { ...first, ...diff }, found: { added, updated, deleted }, plan }
  } finally {
    await warehouse.close()
  }
}

/** Runs two sides in turns, the first to begin changing each round, after one round that is not counted. */
async function alternate(client, sides, names, rounds, say) {
  const samples = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    if (round > 0) say(`${names.join(' and ')}: round ${round} of ${rounds}`)
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      // So that none pays for what the other has left to be written.
      await client.query('checkpoint').catch(() => {})
      const ms = await sides[name](round)
      if (round > 0) samples[name].push(ms)
    }
  }
  return samples
}

async function time(work) {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
