import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { formatWaiting } from '@sluice/shared/domain'
import { openConsole, type TestConsole } from '../../testing/open-console.ts'
import { recordDelivering, recordScene } from '../testing/record-scene.ts'

const MAPPING = 'people-identify'
const REASON = 'destination segment is unavailable (HTTP 503)'

let board: TestConsole
let sync: string
beforeAll(async () => {
  board = await openConsole()
  await recordScene(board.db, MAPPING)
  sync = await recordDelivering(board.db, MAPPING, 10)
  const [since, until] = [-240_000, 30_000].map((ms) => new Date(board.pages.now() + ms))
  await board.db.query(
    `update sluice.destinations set state = 'unavailable', state_reason = 'HTTP 503', state_since = $1, state_until = $2`,
    [since, until],
  )
  await board.db.query('update sluice.syncs set staged_at = $1', [since])
})
afterAll(() => board?.close())

const read = async (path: string): Promise<string> =>
  (await board.ask(path, { as: 'ops', headers: { accept: 'text/html' } })).text()

/** What a page says, without its markup. */
const readText = async (path: string): Promise<string> => (await read(path)).replaceAll(/<[^>]+>/g, '')

test.each([
  '/',
  '/destinations/segment/mappings',
  `/mappings/${MAPPING}`,
  `/mappings/${MAPPING}/syncs`,
  '/syncs',
  'this sync',
])('a sync that waits says so on %s in the words of every face', async (path) => {
  const words = `waiting for 4 min, next try in 30 s: ${REASON}`
  const answer = await board.ask(`/api/v1/syncs/${sync}`, { as: 'ops' })
  const { waiting } = (await answer.json()) as { waiting: Parameters<typeof formatWaiting>[0] }
  expect(formatWaiting(waiting, board.pages.now())).toBe(words)
  expect(await readText(path === 'this sync' ? `/syncs/${sync}` : path)).toContain(words)
})

test.each(['/', '/destinations/segment/settings', '/destinations/segment/mappings'])(
  'a destination tells on %s how it stands since when, and of the next try',
  async (path) => {
    const text = (await readText(path)).replaceAll(/\s+/g, ' ')
    expect(text).toContain('unavailable for 4 min, next try in 30 s: HTTP 503')
  },
)

test.each(['/', '/destinations/segment/mappings', `/mappings/${MAPPING}`, `/mappings/${MAPPING}/syncs`])(
  'the next run of a mapping stands on %s',
  async (path) => {
    expect(await read(path)).toMatch(/<time [^>]*>in \d+ (?:d|h|min)<\/time>/)
  },
)
