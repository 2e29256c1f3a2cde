import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { waitFor } from '@sluice/shared/testing'
import type { StatusDocument } from '@sluice/operations'
import { openPipeline, type Pipeline } from './open-pipeline.ts'
import { writePeopleConfig } from './people-config.ts'

const ROWS = 3_000
const RECOVERY_LIMIT_MS = 120_000

describe('a typo in a write key', () => {
  let pipeline: Pipeline
  let file: string

  beforeAll(async () => {
    pipeline = await openPipeline()
    await pipeline.warehouse(
      `create table people as select 'p' || n as person_id from generate_series(1, ${ROWS}) n`,
    )
    await pipeline.startWorkers()
    file = await pipeline.writeConfig(writePeopleConfig())
  })
  afterAll(() => pipeline.close())

  const readSync = async (id: string): Promise<SyncDocument | undefined> => {
    const { stdout } = await pipeline.sluice(['syncs', 'people-identify', '--json'])
    return (JSON.parse(stdout) as SyncDocument[]).find((sync) => sync.id === id)
  }

  test(
    'is refused by apply; where that is not asked, the sync waits and says so, and all arrives under the right key',
    async () => {
      const typo = { US_KEY: 'us_typo' }
      expect(await pipeline.sluice(['apply', '-f', file], typo)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('no Segment source has this write key'),
      })
      expect(await pipeline.sluice(['apply', '-f', file, '--skip-check'], typo)).toMatchObject({ code: 0 })

      const { stdout } = await pipeline.sluice(['sync', 'people-identify', '--json'])
      const { id } = JSON.parse(stdout) as SyncDocument
      await waitFor(
        'the sync to say what it waits for',
        async () => (await readSync(id))?.waiting?.reason.includes('has this write key') === true,
        RECOVERY_LIMIT_MS,
      )
      expect(await readSync(id)).toMatchObject({
        status: 'delivering',
        delivered: 0,
        dead: 0,
        inFlight: ROWS,
      })
      const status = await pipeline.sluice(['status', '--json'])
      expect((JSON.parse(status.stdout) as StatusDocument).destinations).toMatchObject([
        { id: 'segment-us', state: 'held', since: expect.any(String), until: expect.any(String) },
      ])
      expect(pipeline.emulator.counts()).toMatchObject({ requests: 0 })

      expect(await pipeline.sluice(['apply', '-f', file])).toMatchObject({ code: 0 })
      await waitFor(
        'the sync to end',
        async () => (await readSync(id))?.status === 'succeeded',
        RECOVERY_LIMIT_MS,
      )
      expect(await readSync(id)).toMatchObject({ delivered: ROWS, dead: 0, waiting: null })
      expect(pipeline.emulator.counts()).toMatchObject({ accepted: ROWS, rejected: 0, duplicates: 0 })
    },
    RECOVERY_LIMIT_MS * 2,
  )
})
