import { createCompareStatement } from '../../packages/warehouse/dist/postgres/compare.js'
import { planContent } from '../../packages/warehouse/dist/postgres/content.js'
import { readModelColumns } from '../../packages/warehouse/dist/postgres/read-model-columns.js'
import { openPool } from '../../packages/warehouse/dist/postgres/open-pool.js'
import { preparePlanner } from '../../packages/warehouse/dist/postgres/prepare-planner.js'
import { countKnown, isEmpty } from '../../packages/warehouse/dist/postgres/records.js'
import { recordsTable } from '../../packages/warehouse/dist/postgres/state-tables.js'

/**
 * The plan of the statement that compares, as it ran: for each of its nodes what it took by itself, the dearest first.
 */
export async function explainStage(url, request) {
  const pool = openPool({ connectionString: url, sourceId: 'bench' })
  try {
    return await pool.transaction('isolation level repeatable read', async (tx) => {
      const columns = await readModelColumns(tx, request.model, request.modelId)
      await preparePlanner(tx)
      const records = recordsTable(request.mappingId)
      const known = await countKnown(tx, records)
      const isFirst = known === 0 && (await isEmpty(tx, records))
      const content = planContent(columns, request.model.identifier)
      // In the order of the model, as the first stage has remembered it.
      const digested = columns.map(({ name }) => name)
      const comparison = { request, records, columns, content, digested, looksAgain: false, known, isFirst }
      const { text, values } = createCompareStatement(comparison)
      const { rows } = await tx.query(`explain (analyze, buffers, format json) ${text}`, values)
      await tx.query(`drop table _sluice."staged_${request.syncId.replaceAll('-', '')}"`)
      const [{ Plan: root, 'Execution Time': ms }] = rows[0]['QUERY PLAN']
      return { ms: Math.round(ms), nodes: listNodes(root).toSorted((a, b) => b.selfMs - a.selfMs) }
    })
  } finally {
    await pool.close()
  }
}

function listNodes(node) {
  const children = node.Plans ?? []
  const own = {
    node: [
      node['Parallel Aware'] ? 'Parallel' : '',
      node['Node Type'],
      node['Join Type'] ?? '',
      node['Relation Name'] ?? '',
    ]
      .filter(Boolean)
      .join(' '),
    selfMs: Math.max(0, Math.round(wallOf(node) - children.reduce((sum, child) => sum + wallOf(child), 0))),
    rows: Math.round(node['Actual Rows'] * node['Actual Loops']),
    processes: node['Actual Loops'],
    readBlocks: node['Shared Read Blocks'] ?? 0,
    temporaryBlocks: node['Temp Written Blocks'] ?? 0,
    ...(node['Hash Batches'] === undefined
      ? {}
      : { batches: node['Hash Batches'], memoryKb: node['Peak Memory Usage'] }),
  }
  return [own, ...children.flatMap(listNodes)]
}

/** Mean wall time of the processes that ran the node. */
function wallOf(node) {
  return node['Actual Total Time']
}
