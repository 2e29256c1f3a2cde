import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { AlertMessage } from '@sluice/shared/domain'
import {
  endLease,
  failSync,
  leaseChannels,
  listChannelStandings,
  listOpenAlerts,
  recordAlertMessages,
  recordAlertRule,
  recordDestinationError,
  recordDestinationState,
  recordEnabled,
  recordMapping,
  recordMute,
  removeConfig,
  renewLease,
} from '@sluice/shared/store'
import { SEED_MAPPING, waitFor } from '@sluice/shared/testing'
import { openAlertScene, type AlertScene } from '../testing/open-alert-scene.ts'

const MAPPING = SEED_MAPPING.id

let scene: AlertScene
beforeAll(async () => {
  scene = await openAlertScene()
})
afterAll(() => scene.close())

describe('what people receive', () => {
  test('fails, fails again, recovers', async () => {
    await scene.endWell()
    expect(await scene.look()).toEqual([])
    const sync = await scene.fail('the query failed')
    expect(await scene.look()).toEqual([`open failed ${MAPPING}`])
    expect(scene.readMessages().at(-1)).toMatchObject({
      type: 'alert.opened',
      rule: 'failed',
      sync,
      cause: 'the query failed',
      link: `https://c.example/syncs/${sync}`,
    })
    await scene.fail('again')
    expect(await scene.look()).toEqual([])
    expect(await listOpenAlerts(scene.db)).toMatchObject([{ cause: 'again' }])
    await scene.endWell()
    expect(await scene.look()).toEqual([`resolved failed ${MAPPING}`])
    expect(await scene.look()).toEqual([])
  })

  test('a guard, dead letters, a key, a schedule: each begins and ends', async () => {
    await scene.fail('too many deletes', 'deletes_exceeded')
    expect(await scene.look()).toEqual([`open failed ${MAPPING}`, `open guard_stopped ${MAPPING}`])
    await scene.endWell(3)
    expect((await scene.look()).toSorted()).toEqual([
      `open partial ${MAPPING}`,
      `resolved failed ${MAPPING}`,
      `resolved guard_stopped ${MAPPING}`,
    ])
    await scene.endWell()
    expect(await scene.look()).toEqual([`resolved partial ${MAPPING}`])

    await recordDestinationError(scene.owner, 'segment', 'answered 401')
    expect(await scene.look()).toEqual(['open key_refused segment'])
    await recordDestinationState(scene.owner, ['segment'], { state: 'ok' })
    expect(await scene.look()).toEqual(['resolved key_refused segment'])

    await recordMapping(scene.owner, { ...SEED_MAPPING, schedule: { every: '1m' } })
    await scene.owner.query(`update sluice.mappings set updated_at = now() - interval '2 hours'`)
    await scene.owner.query(`update sluice.destinations set updated_at = now() - interval '2 hours'`)
    await scene.owner.query(`update sluice.syncs set created_at = now() - interval '1 hour'`)
    expect(await scene.look()).toEqual([`open late ${MAPPING}`])
    await scene.endWell()
    expect(await scene.look()).toEqual([`resolved late ${MAPPING}`])
  })

  test('open letters, and what was planned', async () => {
    await scene.owner.query(
      `insert into sluice.dead_letters (stage, code, reason, mapping_id, sync_id, delta_seq, op, version, payload)
       select 'send', 'rejected', 'no', mapping_id, id, 1, 'added', 1, '' from sluice.syncs limit 1`,
    )
    await scene.owner.query(
      `insert into sluice.usage_days (destination_id, day, calls) values ('segment', current_date, 85)`,
    )
    await scene.owner.query(`update sluice.destinations set options = '{"callsAllowance": 100}'`)
    expect(await scene.look()).toEqual(['open dead_letters people-identify', 'open usage segment'])
    expect(
      scene
        .readMessages()
        .map(({ cause }) => cause)
        .slice(-2),
    ).toEqual([
      expect.stringMatching(/^1 open, the oldest since 2/),
      '85 % of the API calls of calls_allowance are used (85 of 100)',
    ])
    await scene.owner.query(`update sluice.dead_letters set status = 'discarded'`)
    await scene.owner.query(`update sluice.destinations set options = '{"callsAllowance": 1000}'`)
    expect((await scene.look()).toSorted()).toEqual([
      'resolved dead_letters people-identify',
      'resolved usage segment',
    ])
  })

  test('a sync that waits, and for what', async () => {
    const id = await scene.startSync()
    await scene.owner.query(
      `update sluice.syncs set waiting_reason = 'the warehouse is away', waiting_since = now() - interval '16 minutes'
       where id = $1`,
      [id],
    )
    expect(await scene.look()).toEqual([`open waiting ${MAPPING}`])
    expect(scene.readMessages().at(-1)).toMatchObject({ cause: 'the warehouse is away', sync: id })
    await failSync(scene.owner, id, 'query_failed', 'x')
    await scene.endWell()
    expect(await scene.look()).toEqual([`resolved waiting ${MAPPING}`])
  })

  test('a mapping that is switched off has nothing wrong any more', async () => {
    await scene.fail('the query failed')
    expect(await scene.look()).toEqual([`open failed ${MAPPING}`])
    await recordEnabled(scene.owner, 'mapping', MAPPING, false)
    expect(await scene.look()).toEqual([`resolved failed ${MAPPING}`])
    await recordEnabled(scene.owner, 'mapping', MAPPING, true)
    await scene.endWell()
    expect(await scene.look()).toEqual([])
  })

  test('what is muted is not told; what has ended is', async () => {
    await recordMute(scene.owner, { rule: 'failed', subject: `mapping/${MAPPING}`, forMs: 60_000, by: 'ops' })
    await scene.fail('the query failed')
    expect(await scene.look()).toEqual([])
    await scene.owner.query(`update sluice.alert_mutes set until = now()`)
    expect(await scene.look()).toEqual([`open failed ${MAPPING}`])
    await scene.endWell()
    expect(await scene.look()).toEqual([`resolved failed ${MAPPING}`])
  })
})

describe('a channel that does not work', () => {
  test('keeps its messages in order, is told once in the log, and holds no other', async () => {
    await scene.addChannel('broken', '/broken?token=hunter2')
    await recordAlertRule(scene.owner, {
      id: 'both',
      on: 'failed',
      mapping: null,
      above: null,
      channels: ['broken', 'pager'],
    })
    await removeConfig(scene.owner, 'rule', 'failed')
    scene.receiver.answer(500)
    await scene.fail('the query failed')
    await scene.look()
    await scene.look()
    expect(await listChannelStandings(scene.db)).toMatchObject([
      { id: 'broken', failingSince: expect.any(String), lastError: 'HTTP 500', waiting: 1 },
      { id: 'pager', waiting: 1 },
    ])
    expect(scene.logged.filter((line) => line.includes('does not work'))).toHaveLength(2)
    expect(scene.logged.join('')).not.toContain('hunter2')
    await scene.endWell()
    await scene.decide()
    scene.receiver.answer(204)
    const before = scene.receiver.received.length
    await waitFor('the channels to be tried again', async () => {
      await scene.sender.sendWaiting()
      await scene.sender.settle()
      return scene.receiver.received.length - before === 4
    })
    const came = scene.receiver.received.slice(before).filter(({ path }) => path.startsWith('/broken'))
    expect(came.map(({ body }) => (JSON.parse(body) as AlertMessage).state)).toEqual(['open', 'resolved'])
    expect(scene.logged.filter((line) => line.includes('works again'))).toHaveLength(2)
    expect(await listChannelStandings(scene.db)).toMatchObject([
      { lastError: null, waiting: 0 },
      { waiting: 0 },
    ])
  })
})

test('a process that is killed while it sends is followed by another, and the message has the same id', async () => {
  scene.receiver.answer(null)
  const before = scene.receiver.received.length
  const child = scene.startExtractor()
  try {
    await scene.fail('the query failed')
    await waitFor('a message to be under way', () => scene.receiver.received.length > before)
  } finally {
    child.kill('SIGKILL')
  }
  scene.receiver.answer(204)
  // Nobody else takes what another has in hand, for as long as that may take.
  await scene.sender.sendWaiting()
  await scene.owner.query("update sluice.alert_channels set leased_until = now() - interval '1 second'")
  await waitFor('the message to be sent again', async () => {
    await scene.sender.sendWaiting()
    await scene.sender.settle()
    return (await listChannelStandings(scene.db)).every(({ waiting }) => waiting === 0)
  })
  const ids = scene.receiver.received
    .slice(before)
    .map(({ path, headers }) => `${path} ${String(headers['webhook-id'])}`)
  expect(new Set(ids).size).toBe(2)
  // What was under way when the process died has come twice, and can be told by that.
  expect(ids.filter((id) => id === ids[0]).length).toBeGreaterThan(1)
})

test('a process that stood still for longer than its lease leaves the channel to whoever has it now', async () => {
  await scene.owner.query('delete from sluice.alert_messages')
  const message = { ...scene.readMessages()[0] } as AlertMessage
  await recordAlertMessages(scene.owner, ['pager'], message)
  const [first] = await leaseChannels(scene.db, 40_000)
  if (first === undefined) throw new Error('nobody else sends here')
  expect(await leaseChannels(scene.db, 40_000)).toEqual([])
  await scene.owner.query("update sluice.alert_channels set leased_until = now() - interval '1 second'")
  const [second] = await leaseChannels(scene.db, 40_000)
  expect(await renewLease(scene.db, first, 40_000)).toBeNull()
  await endLease(scene.db, first)
  expect(await leaseChannels(scene.db, 40_000)).toEqual([])
  const renewed = second === undefined ? null : await renewLease(scene.db, second, 40_000)
  expect(renewed).toMatchObject({ channel: 'pager' })
  if (renewed !== null) await endLease(scene.db, renewed)
  expect(await leaseChannels(scene.db, 40_000)).toMatchObject([{ channel: 'pager' }])
})
