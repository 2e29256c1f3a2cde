import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startRedis, type LocalServer } from '@sluice/local'
import { waitFor } from '@sluice/shared/testing'
import { openAsking, type AskingScene } from './testing/open-asking.ts'

let redis: LocalServer
let scene: AskingScene
beforeAll(async () => {
  redis = await startRedis()
  scene = await openAsking({ takingMs: 60_000, askingMs: 60_000 }, redis.url)
  await scene.publish()
})
afterAll(async () => {
  await scene?.close()
  await redis?.stop()
})

test('a Redis that ends while somebody asks is told of in seconds, and asked again once it is back', async () => {
  const ask = () =>
    scene.asker.ask(
      { kind: 'count', source: { id: 'w' }, query: 'select 1 as id', identifier: 'id' },
      { visitor: { actor: 'console:ops', role: 'operator' }, look: null },
    )
  const asked = ask().catch((error: unknown) => error)
  const count = async (): Promise<number> =>
    (await scene.db.query('select from sluice.questions')).rows.length
  await waitFor('the question', async () => (await count()) === 1)
  await redis.kill()
  expect(await asked).toMatchObject({ code: 'redis_unreachable' })
  // What was asked stands nowhere any more.
  await waitFor('the question to be gone', async () => (await count()) === 0)
  expect(await ask().catch((error: unknown) => error)).toMatchObject({ code: 'redis_unreachable' })

  redis = await startRedis({ directory: redis.directory, port: redis.port })
  const counts = { rows: 1, nulls: 0, duplicates: 0 }
  const again = await scene.whileAnswering(
    async () => counts,
    () =>
      waitFor('Redis to be back', () =>
        ask().catch((error: unknown) => {
          if ((error as { readonly code?: string }).code === 'redis_unreachable') return undefined
          throw error
        }),
      ),
  )
  expect(again).toEqual(counts)
})
