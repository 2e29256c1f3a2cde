import type { Metrics } from '@sluice/shared/runtime'
import type { InstallationState } from '@sluice/shared/store'
import type { CachedRead } from './cached-read.ts'
import { createStateGauge } from './create-state-gauge.ts'
import { measureMappings } from './measure-mappings.ts'
import { RUNNING_SYNC_STATUSES } from '@sluice/shared/domain'

/** Gauges of what the control database knows, dead letters aside. */
export function measureDatabase(metrics: Metrics, read: CachedRead<InstallationState>): void {
  const declare = createStateGauge(metrics, read)
  measureMappings(declare)
  declare(
    { name: 'sluice_syncs_running', help: 'Syncs that have not ended.', labels: ['status'] },
    ({ running }) =>
      RUNNING_SYNC_STATUSES.map((status) => [
        { status },
        running.find((counted) => counted.status === status)?.syncs ?? 0,
      ]),
  )
  declare(
    {
      name: 'sluice_sync_rows',
      help: 'Rows of the running syncs, by what has become of them.',
      labels: ['state'],
    },
    ({ rows: { extracted, skipped, invalid, delivered, dead } }) =>
      Object.entries({
        extracted,
        skipped,
        invalid,
        delivered,
        dead,
        in_flight: extracted - skipped - invalid - delivered - dead,
      }).map(([state, rows]) => [{ state }, rows] as const),
  )
  declare(
    {
      name: 'sluice_accounting_difference_rows',
      help: 'Rows of the syncs of the last day that nothing accounts for; anything but 0 is a bug.',
    },
    ({ unaccountedRows }) => [[{}, unaccountedRows]],
  )
  declare(
    {
      name: 'sluice_destination_refusing',
      help: 'Whether a destination refused its write key and has taken nothing since: 1 or 0.',
      labels: ['destination'],
    },
    ({ destinations }) =>
      destinations.map(({ destination, state }) => [{ destination }, state === 'refused' ? 1 : 0]),
  )
  declare(
    {
      name: 'sluice_destination_waiting_seconds',
      help: 'How long events have waited for a destination that is held or unavailable; 0 when none waits.',
      labels: ['destination'],
    },
    ({ destinations }) =>
      destinations.map(({ destination, waitingMs }) => [{ destination }, waitingMs / 1_000]),
  )
}
