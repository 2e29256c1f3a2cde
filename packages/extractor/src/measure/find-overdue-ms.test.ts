import { expect, test } from '@jest/globals'
import type { Schedule } from '@sluice/shared/domain'
import type { MappingState } from '@sluice/shared/store'
import { findOverdueMs } from './find-overdue-ms.ts'

const at = (time: string): Date => new Date(`2026-03-02T${time}Z`)
const HOURLY: Schedule = { every: '1h' }
const MINUTE_MS = 60_000

const state = (known: {
  readonly schedule?: Schedule | null
  readonly changed?: string
  readonly succeeded?: string
  readonly running?: string
}): MappingState => ({
  mapping: 'customers-identify',
  schedule: known.schedule === undefined ? HOURLY : known.schedule,
  nextRunAt: null,
  changedAt: at(known.changed ?? '00:30:00'),
  runningSince: known.running === undefined ? null : at(known.running),
  lastStatus: null,
  lastSuccess:
    known.succeeded === undefined
      ? null
      : {
          createdAt: at(known.succeeded),
          startedAt: at(known.succeeded),
          stagedAt: at(known.succeeded),
          finishedAt: at(known.succeeded),
        },
})

test.each([
  ['without a schedule is never late', state({ schedule: null }), '23:00:00', 0],
  ['is not late before its first run', state({}), '00:59:00', 0],
  ['is late from its first run on when nothing answers it', state({}), '01:10:00', 10],
  ['is on time once a sync has answered the run', state({ succeeded: '01:00:01' }), '01:59:00', 0],
  ['is late again when the next run passes', state({ succeeded: '01:00:01' }), '02:05:00', 5],
  [
    'has until the next run while its sync runs',
    state({ succeeded: '01:00:01', running: '02:00:01' }),
    '02:50:00',
    0,
  ],
  [
    'is late when its sync runs past the next run',
    state({ succeeded: '01:00:01', running: '02:00:01' }),
    '03:20:00',
    20,
  ],
  [
    'stays late while it tries again, since the run that failed',
    state({ succeeded: '01:00:01', running: '03:00:01' }),
    '03:10:00',
    70,
  ],
  [
    'counts from the run that was never answered, however many have passed since',
    state({ succeeded: '01:00:01' }),
    '05:00:00',
    180,
  ],
  [
    'starts anew when its config changes',
    state({ succeeded: '01:00:01', changed: '04:30:00' }),
    '05:10:00',
    10,
  ],
  [
    'keeps its cron in its time zone',
    state({ schedule: { cron: '0 6 * * *', timezone: 'Europe/Berlin' }, changed: '00:00:00' }),
    '05:30:00',
    30,
  ],
  ['with a schedule that cannot be read is not late', state({ schedule: { every: 'often' } }), '05:00:00', 0],
  ['with a cron that cannot be read is not late', state({ schedule: { cron: '99 * * * *' } }), '05:00:00', 0],
] as const)('a mapping %s', (_what, known, now, minutes) => {
  expect(findOverdueMs(known, at(now))).toBe(minutes * MINUTE_MS)
})
