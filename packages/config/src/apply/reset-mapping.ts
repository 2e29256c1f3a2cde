import { readMapping, recordAudit, recordReset, type Queryable } from '@sluice/shared/store'

/** Begins a mapping's next epoch and writes down who did; null when there is no such mapping. */
export async function resetMapping(tx: Queryable, mapping: string, actor: string): Promise<number | null> {
  const before = await readMapping(tx, mapping)
  const epoch = await recordReset(tx, mapping)
  if (epoch === null) return null
  await recordAudit(tx, {
    actor,
    action: 'reset',
    kind: 'mapping',
    id: mapping,
    before: { epoch: before?.epoch },
    after: { epoch },
  })
  return epoch
}
