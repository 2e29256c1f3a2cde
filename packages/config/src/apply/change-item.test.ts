import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { listResources, type ResourceKind } from '../items/kinds.ts'
import { writeItemWithoutSecrets, type WrittenItem } from '../index.ts'
import { openControl, type TestControl } from '../testing/open-control.ts'
import { SMALL_CONFIG } from '../testing/small-config.ts'
import { applyChanges } from './apply-changes.ts'
import { changeItem, type ItemChange, type ItemRequest } from './change-item.ts'
import { readBasis } from './read-basis.ts'

let control: TestControl

beforeAll(async () => {
  control = await openControl()
})
afterAll(() => control.close())
beforeEach(async () => {
  await control.db.query(
    'truncate sluice.sources, sluice.models, sluice.destinations, sluice.mappings, sluice.audit_log cascade',
  )
  const common = { prune: false, dryRun: false, resend: [], check: async () => {}, onCanceled: () => {} }
  await applyChanges(control.db, control.secrets, { wanted: SMALL_CONFIG, actor: 'file', ...common })
  for (const table of ['sources', 'models', 'destinations', 'mappings'])
    await control.db.query(`update sluice.${table} set managed_by = 'console'`)
})

function change(
  request: Pick<ItemRequest, 'kind' | 'id' | 'item' | 'seen'> & Partial<ItemRequest>,
): Promise<ItemChange> {
  return changeItem(control.db, control.secrets, {
    manager: 'console',
    actor: 'console:ada',
    dryRun: false,
    check: async () => {},
    onCanceled: () => {},
    ...request,
  })
}

/** An item as a form has it, with the tag of its version. */
async function get(kind: ResourceKind, id: string): Promise<{ item: WrittenItem; tag: string }> {
  const { current, versions } = await readBasis(control.db, () => control.secrets)
  const resource = listResources(current).find((known) => known.kind === kind && known.value.id === id)!
  return { item: writeItemWithoutSecrets(resource), tag: versions.get(`${kind}/${id}`)!.tag }
}

describe('one item', () => {
  test('given back as it was got changes nothing, and its tag stays', async () => {
    for (const kind of ['source', 'model', 'destination', 'mapping'] as const) {
      const id = SMALL_CONFIG[`${kind}s`][0]!.id
      const { item, tag } = await get(kind, id)
      expect(await change({ kind, id, item, seen: tag })).toMatchObject({
        ok: true,
        tag,
        plan: { updated: [] },
      })
    }
  })

  test('is changed with its secret as it was, and has another tag', async () => {
    const { item, tag } = await get('destination', 'segment')
    expect(item.write_key).toEqual({ set: true })
    const changed = await change({
      kind: 'destination',
      id: 'segment',
      item: { ...item, region: 'eu-west-1' },
      seen: tag,
    })
    expect(changed).toMatchObject({ ok: true, plan: { updated: [{ changed: ['region'] }] } })
    const after = await get('destination', 'segment')
    expect(changed.ok && changed.tag).toBe(after.tag)
    expect(after.tag).not.toBe(tag)
    const { current } = await readBasis(control.db, () => control.secrets)
    expect(current.destinations[0]).toMatchObject({ writeKey: 'hunter3', region: 'eu-west-1' })
  })

  test('is added, and kept by whoever added it', async () => {
    const item = { id: 'orders', source: 'warehouse', identifier: 'id', query: 'select 2 as id' }
    await change({ kind: 'model', id: 'orders', item, seen: null })
    const { versions } = await readBasis(control.db, () => control.secrets)
    expect(versions.get('model/orders')).toMatchObject({ managedBy: 'console' })
  })

  test('is not changed by a mistake, which is told by its place in the item', async () => {
    const { item, tag } = await get('mapping', 'people-identify')
    const wrong = { ...item, trigger: 'sometimes' }
    expect(await change({ kind: 'mapping', id: 'people-identify', item: wrong, seen: tag })).toMatchObject({
      ok: false,
      mistakes: [{ path: ['trigger'] }],
    })
    expect((await get('mapping', 'people-identify')).tag).toBe(tag)
  })

  test('is tried without changing anything', async () => {
    const { item, tag } = await get('model', 'people')
    const tried = { ...item, query: 'select 3 as id' }
    const result = await change({ kind: 'model', id: 'people', item: tried, seen: tag, dryRun: true })
    expect(result).toMatchObject({ ok: true, plan: { updated: [{ changed: ['query'] }] } })
    expect((await get('model', 'people')).tag).toBe(tag)
  })

  test.each<[string, Pick<ItemRequest, 'kind' | 'id' | 'item'> & Partial<ItemRequest>, string, string]>([
    [
      'that is there already cannot be added',
      { kind: 'model', id: 'people', item: {}, seen: null },
      'config_exists',
      'model/people is there already: give the new one another id',
    ],
    [
      'that others name cannot be removed',
      { kind: 'model', id: 'people', item: null },
      'config_in_use',
      'model/people cannot be removed: mapping/people-identify needs it',
    ],
    [
      'that a file keeps cannot be changed',
      { kind: 'mapping', id: 'people-identify', item: { enabled: false }, manager: 'file' },
      'config_managed',
      'mapping/people-identify is kept in the console',
    ],
    [
      'that a file keeps cannot be removed',
      { kind: 'mapping', id: 'people-identify', item: null, manager: 'file' },
      'config_managed',
      'mapping/people-identify is kept in the console',
    ],
  ])('%s', async (_what, request, code, message) => {
    const { item, tag } = await get(request.kind, request.id)
    const said = request.item === null ? null : { ...item, ...(request.item as object) }
    await expect(change({ seen: tag, ...request, item: said })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    })
  })
})

describe('of two who change the same item', () => {
  test('the second is told what the first changed, and overwrites nothing', async () => {
    const seen = await get('mapping', 'people-identify')
    const id = 'people-identify'
    const first = { ...seen.item, filter: 'type = "track"', enabled: false }
    await change({ kind: 'mapping', id, item: first, seen: seen.tag })
    const second = { ...seen.item, trigger: ['deleted'] }
    await expect(
      change({ kind: 'mapping', id, item: second, seen: seen.tag, actor: 'console:bob' }),
    ).rejects.toMatchObject({
      code: 'changed_meanwhile',
      message: expect.stringMatching(
        /^mapping\/people-identify is not as it was when it was read, and nothing was written: console:ada updated it at \S+Z \(filter, enabled\): read it again, and repeat the change$/,
      ),
    })
    expect((await get('mapping', id)).item).toMatchObject({ trigger: ['added'], enabled: false })
  })

  test('the second is told that the first has removed it', async () => {
    const { item, tag } = await get('mapping', 'people-identify')
    await change({ kind: 'mapping', id: 'people-identify', item: null, seen: tag })
    await expect(change({ kind: 'mapping', id: 'people-identify', item, seen: tag })).rejects.toMatchObject({
      code: 'changed_meanwhile',
      message: expect.stringContaining('console:ada removed it at'),
    })
  })

  test('the second does not take what came back under the same id for what was there', async () => {
    const { item, tag } = await get('mapping', 'people-identify')
    await change({ kind: 'mapping', id: 'people-identify', item: null, seen: tag })
    await change({ kind: 'mapping', id: 'people-identify', item: { ...item, enabled: false }, seen: null })
    await expect(change({ kind: 'mapping', id: 'people-identify', item, seen: tag })).rejects.toMatchObject({
      code: 'changed_meanwhile',
    })
  })

  test('one comes through, however close they are', async () => {
    const { item, tag } = await get('model', 'people')
    const tries = ['a', 'b', 'c'].map((name) =>
      change({ kind: 'model', id: 'people', item: { ...item, query: `select '${name}' as id` }, seen: tag }),
    )
    const results = await Promise.allSettled(tries)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results.filter(({ status }) => status === 'rejected'))
      expect(result).toMatchObject({ reason: { code: 'changed_meanwhile' } })
  })
})
