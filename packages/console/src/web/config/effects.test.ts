import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { CountRecords, ResourceKind } from '@sluice/config'
import { readItem } from '@sluice/operations'
import { SluiceError } from '@sluice/shared/errors'
import { createSecretBox } from '@sluice/shared/secrets'
import { seedConfig } from '@sluice/shared/testing'
import { openConsole, type TestConsole } from '../../testing/open-console.ts'
import { DESTINATION_PAGES } from '../destinations/destination-pages.tsx'
import { MODEL_PAGES } from '../models/model-pages.tsx'
import { renderBody } from '../testing/show-page.ts'

let board: TestConsole
beforeAll(async () => {
  board = await openConsole()
  await seedConfig(board.db, createSecretBox(randomBytes(32).toString('base64')))
  for (const table of ['sources', 'models', 'destinations', 'mappings'])
    await board.db.query(`update sluice.${table} set managed_by = 'console'`)
})
afterAll(() => board?.close())

const known: CountRecords = async (_source, mappings) =>
  mappings.map((mapping) => ({ mapping, sent: 19_800, keptBack: 200 }))
const away: CountRecords = () =>
  Promise.reject(new SluiceError('worker_missing', 'no extractor has taken the question'))

const PAGES = { model: MODEL_PAGES, destination: DESTINATION_PAGES } as const
const PATHS = { model: '/models/:id', destination: '/destinations/:id/settings' } as const

/** What comes of a form about an item, as it was before but for what is typed. */
async function save(
  kind: keyof typeof PAGES,
  id: string,
  typed: Readonly<Record<string, string>>,
  countRecords: CountRecords,
): Promise<string> {
  const { version, item } = await readItem(board.pages, { kind: kind satisfies ResourceKind, id })
  const texts = Object.entries(item).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  const page = PAGES[kind].find(({ path }) => path === PATHS[kind])
  const answer = await page?.act?.({
    deps: { ...board.pages, countRecords },
    params: { id },
    query: new URLSearchParams(),
    visitor: { kind: 'known', account: { user: 'ops', role: 'operator' }, hasSession: true },
    nowMs: board.pages.now(),
    signal: AbortSignal.any([]),
    form: new URLSearchParams({ ...Object.fromEntries(texts), version, ...typed }),
    actor: 'console:ops',
  })
  return answer?.kind === 'redirect' ? `saved: ${answer.message}` : renderBody(answer)
}

const epoch = async (): Promise<unknown> =>
  (await board.db.query('select epoch from sluice.mappings')).rows[0]?.epoch

test.each([
  [
    'another query',
    { query: 'select 2 as id' },
    'those whose rows are given otherwise now, or no more, go again',
  ],
  [
    'another identifier',
    { identifier: 'other' },
    '19,800 records that were sent are other ones to the next sync',
  ],
])('a model with %s says what that sends before it is saved', async (_what, typed, words) => {
  const before = await readItem(board.pages, { kind: 'model', id: 'people' })
  const asked = await save('model', 'people', typed, known)
  expect(asked).toContain(words)
  expect(asked).toMatch(/at most [\d,]+ API calls/)
  expect(asked).toContain('value="keep"')
  expect((await readItem(board.pages, { kind: 'model', id: 'people' })).version).toBe(before.version)
})

test('a model whose rows stay is saved at once, and one that was told of with the next button', async () => {
  expect(await save('model', 'people', {}, known)).toBe('saved: Nothing was changed.')
  expect(await save('model', 'people', { query: 'select 3 as id', step: 'keep' }, known)).toContain(
    'is saved',
  )
})

test('another write key says how many stay elsewhere, and can send all again', async () => {
  const typed = { write_key: 'other' }
  const asked = await save('destination', 'segment', typed, known)
  expect(asked).toContain('19,800 records stay as they were sent.')
  expect(asked).toContain('Only what changes from now on')
  expect(asked).toContain('Send all again: 20,000 API calls')
  const before = await epoch()
  await save('destination', 'segment', { ...typed, step: 'keep' }, known)
  expect(await epoch()).toBe(before)
  await save('destination', 'segment', { ...typed, write_key: 'third', step: 'resend' }, known)
  expect(Number(await epoch())).toBeGreaterThan(Number(before))
})

test('what nobody can count is said, and not saved unasked', async () => {
  const asked = await save('destination', 'segment', { region: 'eu-west-1' }, away)
  expect(asked).toContain('could not be counted: no extractor has taken the question')
  expect(asked).toContain('Save all the same')
  expect(await save('destination', 'segment', { region: 'eu-west-1', step: 'keep' }, away)).toContain(
    'is saved',
  )
})

test('a switch says what is sent from now on', async () => {
  const send = async (path: string, enabled: string): Promise<string> => {
    const answer = await board.ask(path, {
      as: 'ops',
      method: 'POST',
      body: new URLSearchParams({ enabled }),
      headers: { accept: 'application/json' },
    })
    return String(((await answer.json()) as { readonly message: unknown }).message)
  }
  expect(await send('/destinations/segment/enable', '')).toContain('What is under way ends')
  expect(await send('/mappings/people-identify/enable', 'on')).toContain(
    'before its destination is switched on',
  )
  expect(await send('/destinations/segment/enable', 'on')).toContain(
    '1 mapping of it may send now. The first sync of 1 of them sends every row.',
  )
  expect(await send('/mappings/people-identify/enable', 'on')).toContain(
    'Its first sync sends every row of people that it lets pass',
  )
})
