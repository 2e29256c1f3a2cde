import { describe, expect, test } from '@jest/globals'
import { createStageRequest, runSync } from '../testing/run-sync.ts'
import type { Engine, OpenScene } from './engine.ts'
import { fillPeople } from './people.ts'

/** A moment, of no particular length: what is expected is the same whenever the signal comes. */
const A_MOMENT_MS = 200

/** What an aborted signal does to a stage. */
export function testCanceling({ endlessQuery }: Engine, open: OpenScene): void {
  describe('a stage whose signal is aborted', () => {
    const model = { query: endlessQuery, identifier: 'id' }
    const reason = new Error('the sync was canceled')

    test('is ended in the warehouse, leaves nothing, and rejects with the reason', async () => {
      await fillPeople(open(), ['1', 'Ada'])
      const abort = new AbortController()
      const staging = open()
        .warehouse.stage(createStageRequest({ model, signal: abort.signal }))
        .catch((error: unknown) => error)
      setTimeout(() => abort.abort(reason), A_MOMENT_MS)
      expect(await staging).toBe(reason)
      expect(await open().warehouse.listStaged()).toEqual([])
      expect((await runSync(open().warehouse)).summary.added).toBe(1)
    })

    test('before it begins does nothing', async () => {
      const request = createStageRequest({ model, signal: AbortSignal.abort(reason) })
      await expect(open().warehouse.stage(request)).rejects.toBe(reason)
    })
  })
}
