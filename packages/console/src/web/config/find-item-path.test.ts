import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { ResourceKind } from '@sluice/config'
import { saveItem } from '@sluice/operations'
import { openConsole, type TestConsole } from '../../testing/open-console.ts'
import { findItemPath } from './find-item-path.ts'

let board: TestConsole
beforeAll(async () => {
  board = await openConsole()
})
afterAll(() => board?.close())

/** Where others of a kind are added, where that is not beside all of them. */
const NEW_PATHS: Partial<Readonly<Record<ResourceKind, string>>> = {
  mapping: 'destinations/new/mappings/new',
  channel: 'alerts/channels/new',
  rule: 'alerts/rules/new',
}

test.each<[ResourceKind, object]>([
  ['source', { type: 'postgres', connection: 'postgres://nowhere.invalid/d' }],
  ['model', { source: 'new', identifier: 'id', query: 'select 1 as id' }],
  ['destination', { write_key: 'k', region: 'us-west-2' }],
  [
    'mapping',
    {
      model: 'new',
      destination: 'new',
      action: 'sendIdentify',
      trigger: ['added'],
      fields: { user_id: { '@path': '$.properties.id' } },
    },
  ],
  ['channel', { type: 'slack', url: 'https://x.invalid' }],
  ['rule', { on: 'failed' }],
])('a %s that is called new has a page of its own beside the one that adds others', async (kind, rest) => {
  await saveItem(board.pages, { kind, id: 'new', item: { id: 'new', ...rest }, seen: null }, 'console:ops')
  const show = async (path: string, method = 'GET') => {
    const asked = { as: 'ops', method, headers: { accept: 'text/html' } } as const
    const answer = await board.ask(path, method === 'GET' ? asked : { ...asked, body: new URLSearchParams() })
    return `${answer.status} ${/<h1[^>]*>([^<]*)/.exec(await answer.text())?.[1] ?? ''}`
  }
  expect(await show(`/${findItemPath(kind, 'new')}`)).toBe('200 new')
  expect(await show(`/${NEW_PATHS[kind] ?? `${kind}s/new`}`)).toBe(`200 Add ${kind}`)
})
