import { expect } from '@jest/globals'
import {
  readRunningSync,
  recordForecast,
  recordStaging,
  type Database,
  type SyncRecord,
} from '@sluice/shared/store'
import { waitFor } from '@sluice/shared/testing'
import { createForecast } from '../web/testing/record-scene.ts'
import type { AskApi } from './open-api.ts'

/** Has a mapping estimated in the place of its running sync, of which another is begun afterwards. */
export async function testEstimate(ask: AskApi, db: Database, mapping: string): Promise<void> {
  const cancel = (sync: Pick<SyncRecord, 'id'> | null) => ask('POST', `/syncs/${sync?.id ?? ''}/cancel`)
  await cancel(await readRunningSync(db, mapping))
  const estimate = `/mappings/${mapping}/estimate`
  const begun = await ask('POST', `${estimate}?wait=0`, { body: { allow_deletes: true } })
  expect(begun).toMatchObject({
    status: 202,
    body: { origin: 'dry_run', status: 'queued', forecast: null, apiCalls: null },
  })
  const id = String(begun.body['id'])
  expect(begun.headers.get('location')).toBe(`/api/v1/syncs/${id}`)
  await cancel({ id })
  const estimating = ask('POST', estimate)
  const dryRun = await waitFor('the dry run to begin', () => readRunningSync(db, mapping))
  await recordStaging(db, dryRun.id)
  const forecast = createForecast('null is no email', 'too many are gone')
  await recordForecast(db, dryRun.id, { stagedAt: new Date().toISOString(), forecast })
  expect(await estimating).toMatchObject({
    status: 200,
    body: { origin: 'dry_run', status: 'succeeded', forecast, apiCalls: 1_220 },
  })
  await ask('POST', `/mappings/${mapping}/syncs`)
}
