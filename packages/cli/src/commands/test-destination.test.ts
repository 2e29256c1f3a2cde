import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startEmulator, type Emulator } from '@sluice/emulator/server'
import { recordDestination, recordDestinationError, recordEnabled } from '@sluice/shared/store'
import { openInstallation, type Installation } from '../testing/open-installation.ts'
import type { DestinationTest } from '@sluice/operations'

const KEYS = { us: 'wk-us-hunter2', eu: 'wk-eu-hunter2', gone: 'wk-gone-hunter2' } as const

describe('sluice test-destination', () => {
  let emulator: Emulator
  let sluice: Installation

  beforeAll(async () => {
    emulator = await startEmulator({ writeKeys: { [KEYS.us]: 'us-west-2', [KEYS.eu]: 'eu-west-1' } })
    sluice = await openInstallation({
      SLUICE_ENDPOINT_US_WEST_2: emulator.endpoints['us-west-2'],
      SLUICE_ENDPOINT_EU_WEST_1: emulator.endpoints['eu-west-1'],
      SLUICE_SETTINGS_ENDPOINT_US_WEST_2: emulator.endpoints['us-west-2'],
      SLUICE_SETTINGS_ENDPOINT_EU_WEST_1: emulator.endpoints['eu-west-1'],
    })
    const record = (id: string, writeKey: string, region: 'us-west-2' | 'eu-west-1') =>
      recordDestination(sluice.db, sluice.secrets, {
        id,
        source: null,
        writeKey,
        region,
        enabled: true,
        eventsPerSecond: null,
        requestsPerSecond: null,
        deadlineMs: 86_400_000,
      })
    await record('sound-us', KEYS.us, 'us-west-2')
    await record('sound-eu', KEYS.eu, 'eu-west-1')
    await record('misplaced', KEYS.eu, 'us-west-2')
    await record('gone', KEYS.gone, 'us-west-2')
    await record('off', KEYS.us, 'us-west-2')
    await recordEnabled(sluice.db, 'destination', 'off', false)
    await record('refused', KEYS.us, 'us-west-2')
    await recordDestinationError(sluice.db, 'refused', 'the write key was refused (HTTP 401)')
  })
  afterAll(async () => {
    await sluice.close()
    await emulator.close()
  })

  const run = async (id: string, env?: Readonly<Record<string, string>>) => {
    const { code, stdout, stderr } = await sluice.sluice(['test-destination', id, '--json'], env)
    expect(`${stdout}${stderr}`).not.toContain('hunter2')
    return { code, stderr, document: JSON.parse(stdout || 'null') as DestinationTest | null }
  }
  const formatChecks = (document: DestinationTest | null): readonly string[] =>
    document?.checks.map(({ check, status }) => `${check} ${status}`) ?? []

  test('says in a line each that nothing is wrong, and sends no event', async () => {
    const { code, stdout } = await sluice.sluice(['test-destination', 'sound-us'])
    expect(stdout).toBe(
      [
        'ok       enabled    the destination is switched on',
        'ok       write key  a Segment source has this write key',
        `ok       endpoint   ${emulator.endpoints['us-west-2']} is reached: a GET gets HTTP 404 there, which is right, as events are posted; whether it takes them only a sync shows`,
        '',
      ].join('\n'),
    )
    expect(code).toBe(0)
    expect(emulator.counts().requests).toBe(0)

    const eu = await run('sound-eu')
    expect(eu).toMatchObject({
      code: 0,
      document: { destination: 'sound-eu', region: 'eu-west-1', ok: true },
    })
  })

  test.each([
    [
      'misplaced',
      'write key failed',
      'belongs to a source in eu-west-1, not in us-west-2: set region: eu-west-1',
    ],
    ['gone', 'write key failed', 'no Segment source has this write key'],
    ['off', 'enabled failed', 'switched off'],
  ])('says what is wrong with a destination that is %s', async (id, check, detail) => {
    const { code, document } = await run(id)
    expect(code).toBe(1)
    expect(document?.ok).toBe(false)
    expect(formatChecks(document).filter((told) => told.endsWith('failed'))).toEqual([check])
    expect(document?.checks.map((told) => told.detail).join()).toContain(detail)
  })

  test('tells of the last error, which may be mended by now', async () => {
    const { code, document } = await run('refused')
    expect(code).toBe(0)
    expect(document?.checks.at(-1)).toMatchObject({
      check: 'last error',
      status: 'warning',
      detail: expect.stringContaining('the write key was refused (HTTP 401) at 20'),
    })
  })

  test('says which server cannot be reached', async () => {
    const nowhere = 'http://127.0.0.1:9/v1'
    const { code, document } = await run('sound-us', {
      SLUICE_ENDPOINT_US_WEST_2: nowhere,
      SLUICE_SETTINGS_ENDPOINT_US_WEST_2: nowhere,
    })
    expect(code).toBe(1)
    expect(formatChecks(document)).toEqual(['enabled ok', 'write key failed', 'endpoint failed'])
    expect(document?.checks[2]?.detail).toContain(`${nowhere} cannot be reached`)
  })

  test('wants a destination that there is, and an environment that makes sense', async () => {
    const unknown = await run('sound-uk')
    expect(unknown).toMatchObject({ code: 2, document: null })
    expect(unknown.stderr).toContain('there is no destination sound-uk (did you mean "sound-us"?)')
    const wrong = await run('sound-us', { DATABASE_URL: '', SLUICE_SETTINGS_ENDPOINT_EU_WEST_1: 'cdn' })
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('DATABASE_URL is missing')
    expect(wrong.stderr).toContain('SLUICE_SETTINGS_ENDPOINT_EU_WEST_1 must be a URL')
  })
})
