import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { CountRecords } from '@sluice/config'
import { readItem, removeItem, saveItem } from '@sluice/operations'
import { openConsole, type TestConsole } from '../../../testing/open-console.ts'
import type { Submission } from '../../pages/page.ts'
import { showPage } from '../../testing/show-page.ts'
import { mappingPage } from './mapping-page.ts'
import { newMappingPage } from './new-mapping-page.ts'

const ITEM = {
  id: 'people-identify',
  model: 'people',
  destination: 'segment',
  action: 'sendIdentify',
  trigger: ['added', 'updated'],
  schedule: 'manual',
  enabled: true,
  max_deleted_percent: 50,
  fields: { user_id: { '@path': '$.properties.id' } },
}
const TYPED = { name: 'people-identify', model: 'people', action: 'sendIdentify', schedule: 'manual' }

let board: TestConsole
beforeAll(async () => {
  board = await openConsole()
  const add = (kind: 'source' | 'model' | 'destination' | 'mapping', item: { readonly id: string }) =>
    saveItem(board.pages, { kind, id: item.id, item, seen: null }, 'console:ops')
  const items = {
    source: { id: 'warehouse', type: 'postgres', connection: 'postgres://nowhere.invalid/d' },
    model: { id: 'people', source: 'warehouse', identifier: 'id', query: 'select 1 as id' },
    destination: { id: 'segment', write_key: 'k', region: 'us-west-2' },
    mapping: ITEM,
  } as const
  for (const [kind, item] of Object.entries(items)) await add(kind as keyof typeof items, item)
})
afterAll(() => board?.close())

/** 19,800 records that were sent, and 200 that were kept back. */
const countRecords: CountRecords = async (_source, mappings) =>
  mappings.map((mapping) => ({ mapping, sent: 19_800, keptBack: 200 }))

/** What comes of a form that ops sends. */
async function submit(
  typed: object,
  deps: Partial<TestConsole['pages']> = {},
  page = mappingPage,
  id = ITEM.id,
): Promise<string> {
  const act = {
    path: page.path,
    show: (visit: Submission) =>
      page.act?.({
        ...visit,
        form: new URLSearchParams({ ...TYPED, ...typed }),
        actor: 'console:ops',
      }),
  }
  return showPage(act as never, { deps: { ...board.pages, ...deps }, params: { id } })
}

const read = () => readItem(board.pages, { kind: 'mapping', id: ITEM.id })
const CHANGED = { 'fields.user_id': '$.properties.id', 'fields.anonymous_id': 'somebody', trigger: 'added' }

test('a change of the events tells first what it does, and the choice carries it out', async () => {
  const { version } = await read()
  const asked = await submit({ ...CHANGED, version }, { countRecords })
  expect(asked).toContain('19,800 records stay as they were sent.')
  expect(asked).toContain('200 records that were kept back are looked at again')
  expect(asked).toContain('Send all again: 20,000 API calls')
  expect(asked).toContain('Only what changes from now on')
  expect((await read()).version).toBe(version)
  await expect(submit({ ...CHANGED, version, intent: 'save-keep' }, { countRecords })).rejects.toThrow(
    'shows no page',
  )
  const { item } = await read()
  expect(item).toEqual({
    ...ITEM,
    trigger: ['added'],
    fields: { user_id: { '@path': '$.properties.id' }, anonymous_id: 'somebody' },
  })
})

test('whoever comes second sees both values of what collides, takes either, and loses nothing typed', async () => {
  const { version, item } = await read()
  const theirs = { ...item, filter: 'event = "new"', schedule: { every: '1h' } }
  await saveItem(board.pages, { kind: 'mapping', id: ITEM.id, item: theirs, seen: version }, 'ada')
  const sent = {
    ...CHANGED,
    filter: 'event = "mine"',
    'fields.anonymous_id': 'typed',
    version,
    seen: JSON.stringify(item),
  }
  const shown = await submit(sent)
  const now = (await read()).version
  expect(shown).toContain('Somebody else has changed it meanwhile')
  expect(shown).toContain('ada updated it')
  // Both have changed the filter; the schedule is theirs alone, the anonymous ID mine alone.
  expect(shown).toMatch(/event = &quot;new&quot;.*Take theirs.*event = &quot;mine&quot;.*in the form/s)
  expect(shown).toMatch(/every&quot;:&quot;1h.*in the form.*manual.*Take mine/s)
  expect(shown).not.toMatch(/<td[^>]*><span>Anonymous ID</)
  expect(shown).toContain('value="typed"')
  expect(shown).toMatch(/name="every"[^>]*value="1h"/)
  expect(shown).toContain(`name="version" value="${now}"`)

  const met = /name="met" value="([^"]+)"/.exec(shown)?.[1]?.replaceAll('&quot;', '"') ?? ''
  const again = {
    ...sent,
    schedule: 'every',
    every: '1h',
    version: now,
    seen: JSON.stringify((await read()).item),
    met,
  }
  const taken = await submit({ ...again, take: JSON.stringify({ key: 'filter', side: 'theirs' }) })
  expect(taken).toMatch(/>Filter<.*event = &quot;new&quot;.*in the form.*Take mine.*>Schedule</s)
  expect(taken).toContain('value="typed"')
  await expect(submit({ ...again, filter: 'event = "new"' })).rejects.toThrow('shows no page')
  expect((await read()).item).toMatchObject({
    filter: 'event = "new"',
    schedule: { every: '1h' },
    fields: { anonymous_id: 'typed' },
  })
})

test('what was typed about a mapping that was deleted meanwhile stays, and makes it again', async () => {
  const before = await read()
  const sent = {
    ...CHANGED,
    'fields.anonymous_id': 'kept',
    version: before.version,
    seen: JSON.stringify(before.item),
  }
  await removeItem(board.pages, { kind: 'mapping', id: ITEM.id, seen: before.version }, 'console:ada')
  const shown = await submit(sent)
  expect(shown).toMatch(/console:ada removed it at/)
  expect(shown).toContain('value="kept"')
  expect(shown).toContain('action="destinations/segment/mappings/new"')
  expect(shown).toContain('max_deleted_percent: 50')
  expect(shown).toContain('Create mapping')
  const seen = /name="seen" value="([^"]+)"/.exec(shown)?.[1]?.replaceAll('&quot;', '"') ?? ''
  await expect(submit({ ...sent, seen }, {}, newMappingPage, 'segment')).rejects.toThrow('shows no page')
  expect((await read()).item).toMatchObject({
    max_deleted_percent: 50,
    enabled: false,
    fields: { anonymous_id: 'kept' },
  })
})

test('what was typed about a mapping that is gone with its destination can be read and kept', async () => {
  const before = await read()
  await removeItem(board.pages, { kind: 'mapping', id: ITEM.id, seen: before.version }, 'console:ada')
  const destination = await readItem(board.pages, { kind: 'destination', id: 'segment' })
  await removeItem(
    board.pages,
    { kind: 'destination', id: 'segment', seen: destination.version },
    'console:ada',
  )
  const shown = await submit({ ...CHANGED, version: before.version, seen: JSON.stringify(before.item) })
  expect(shown).toContain('is saved nowhere')
  expect(shown).toContain('anonymous_id: somebody')
  const key = { id: 'segment', write_key: 'k', region: 'us-west-2' }
  await saveItem(board.pages, { kind: 'destination', id: 'segment', item: key, seen: null }, 'console:ada')
  await saveItem(board.pages, { kind: 'mapping', id: ITEM.id, item: before.item, seen: null }, 'console:ada')
})

test('what is typed is shown and never run', async () => {
  const { version } = await read()
  const shown = await submit({
    version,
    'fields.user_id': '{ </script><script>alert(1)</script>',
    filter: '<b>',
  })
  expect(shown).toContain('is not JSON')
  expect(shown).not.toContain('<script>alert')
  expect(shown).not.toContain('<b>')
})

test('a mapping that a file keeps is shown, and can be copied, tried and taken over', async () => {
  const { version, item } = await read()
  await board.db.query(`update sluice.mappings set managed_by = 'file' where id = $1`, [ITEM.id])
  const shown = await showPage(mappingPage, { deps: board.pages, params: { id: ITEM.id } })
  expect(shown).toContain('This is kept in sluice.yaml')
  expect(shown).toContain('Copy as YAML')
  expect(shown).toContain(`action="mappings/${ITEM.id}/take-over"`)
  expect(shown).toContain('<fieldset class="plain" disabled')
  expect(shown).toContain('Test mapping')
  expect(shown).not.toContain('value="save"')
  await expect(submit({ ...CHANGED, version, intent: 'save-keep' })).rejects.toThrow('shows no page')
  expect((await read()).item).toEqual(item)
})

test('a viewer sees what a mapping says, and is offered nothing that he may not do', async () => {
  const visitor = { kind: 'known', account: { user: 'eve', role: 'viewer' }, hasSession: true } as const
  const shown = await showPage(mappingPage, { visitor, deps: board.pages, params: { id: ITEM.id } })
  expect(shown).toContain('$.properties.id')
  expect(shown).toContain('Operators see the events of rows here.')
  expect(shown).not.toMatch(/name="intent"|Delete mapping|Take over/)
})
