import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  cancelSync,
  listRunningSyncs,
  recordChunk,
  recordDestinationState,
  recordStaged,
  recordStaging,
} from '@sluice/shared/store'
import { seedConfig, waitFor } from '@sluice/shared/testing'
import { openInstallation, type Installation } from '../testing/open-installation.ts'
import { runInProcess, startInProcess } from '../testing/run-in-process.ts'

const REASON = 'the Tracking API answered 503'
const WHAT = `destination segment is unavailable (${REASON})`

let installation: Installation
beforeAll(async () => {
  installation = await openInstallation()
  const { db, secrets } = installation
  await seedConfig(db, secrets, { mapping: { schedule: { every: '6h' } } })
})
afterAll(() => installation.close())

/** Brings the running sync to where ten events are on their way. */
async function takeToDelivery(): Promise<string> {
  const { db } = installation
  const [running] = await waitFor('a sync to be queued', async () => {
    const syncs = await listRunningSyncs(db)
    return syncs.length > 0 && syncs
  })
  const sync = running?.id ?? ''
  const counts = { added: 10, updated: 0, deleted: 0, invalid: 0, skipped: 0, lastSeq: 10 }
  await recordStaging(db, sync)
  await recordStaged(db, sync, { ...counts, stagedAt: '2026-01-01T00:00:00.000Z' })
  await recordChunk(db, { sync, chunk: 1, fromSeq: 1, toSeq: 10, rows: 10 })
  return sync
}

/** The Tracking API has answered so for ten minutes, and will be asked again in half a minute. */
async function recordOutage(): Promise<void> {
  const { db } = installation
  await recordDestinationState(db, ['segment'], { state: 'unavailable', reason: REASON, untilInMs: 30_000 })
  await db.query(`update sluice.destinations set state_since = now() - interval '10 minutes'`)
}

const run = (...args: readonly string[]) => runInProcess(args, installation.env)

describe('while the Tracking API answers 503', () => {
  test('a wait says what is waited for, since when and until when, and that it goes on', async () => {
    const { db } = installation
    const waiting = run('sync', 'people-identify', '--wait', '--timeout', '12s')
    const sync = await takeToDelivery()
    await recordOutage()

    const status = await run('status')
    expect(status.stdout).toMatch(/^MAPPING +DESTINATION .*NEXT RUN/)
    expect(status.stdout).toMatch(/^people-identify +segment +yes +every 6h +in \d+ (h|min|s) /m)
    expect(status.stdout).toMatch(
      / {2}waiting for 10 min, next try in \d+ s: destination segment is unavailable \(the Tracking API\n? +answered 503\)/,
    )
    expect(status.stdout).toMatch(
      /^segment +us-west-2 +yes +unavailable +10 min ago +in \d+ s\n {2}reason: the Tracking API answered 503$/m,
    )
    const syncs = await run('syncs')
    expect(syncs.stdout.replaceAll(/\n {2}/g, ' ')).toMatch(/waiting for 10 min, next try in \d+ s: /)
    expect(syncs.stdout.replaceAll(/\s+/g, ' ')).toContain(WHAT)

    const { stdout, stderr, code } = await waiting
    expect(stderr).toMatch(
      /^people-identify: waiting for 10 min, next try in \d+ s: destination segment is unavailable \(the Tracking API answered 503\)$/m,
    )
    expect(stdout).toContain(WHAT)
    expect(code).toBe(1)
    await cancelSync(db, sync)
  })

  test('once it answers again nothing waits, and the wait says so', async () => {
    const { db } = installation
    const waiting = startInProcess(['sync', 'people-identify', '--wait'], installation.env)
    const sync = await takeToDelivery()
    await recordOutage()
    await waitFor('the wait to see the outage', () => waiting.output.stderr.includes('waiting for 10 min'))
    await recordDestinationState(db, ['segment'], { state: 'ok' })
    await waitFor('the wait to see its end', () =>
      waiting.output.stderr.endsWith('people-identify: goes on\n'),
    )
    expect((await run('syncs')).stdout).not.toContain('waiting')
    expect((await run('status')).stdout).toMatch(/^segment +us-west-2 +yes +ok +\d+ (s|min) ago$/m)
    await cancelSync(db, sync)
    expect(await waiting.ended).toMatchObject({ code: 4 })
  })
})
