import type { InstallationState, MappingState } from '@sluice/shared/store'
import type { DeclareStateGauge, Sample } from './create-state-gauge.ts'
import { findOverdueMs } from './find-overdue-ms.ts'

/** Gauges of how each mapping stands. */
export function measureMappings(declare: DeclareStateGauge<InstallationState>): void {
  declare(
    {
      name: 'sluice_sync_overdue_seconds',
      help: 'How long ago a mapping should have synced by its schedule and has not; 0 when it owes nothing.',
      labels: ['mapping'],
    },
    ({ mappings, readAt }) =>
      mappings.map((state) => [{ mapping: state.mapping }, findOverdueMs(state, readAt) / 1_000]),
  )
  declare(
    {
      name: 'sluice_sync_running_seconds',
      help: "Age of a mapping's running sync; 0 when none runs.",
      labels: ['mapping'],
    },
    ({ mappings, readAt }) =>
      mappings.map(({ mapping, runningSince }) => [
        { mapping },
        runningSince === null ? 0 : readSeconds(runningSince, readAt),
      ]),
  )
  declare(
    {
      name: 'sluice_sync_last_status',
      help: '1 for the status in which the last sync of a mapping ended.',
      labels: ['mapping', 'status'],
    },
    ({ mappings }) =>
      mappings.flatMap(({ mapping, lastStatus }) =>
        lastStatus === null ? [] : [[{ mapping, status: lastStatus }, 1] as const],
      ),
  )
  declare(
    {
      name: 'sluice_sync_last_success_timestamp_seconds',
      help: 'When the last sync of a mapping that succeeded, wholly or in part, ended.',
      labels: ['mapping'],
    },
    ({ mappings }) =>
      mappings.flatMap(({ mapping, lastSuccess }) =>
        lastSuccess === null ? [] : [[{ mapping }, lastSuccess.finishedAt.getTime() / 1_000] as const],
      ),
  )
  declare(
    {
      name: 'sluice_sync_last_duration_seconds',
      help: 'How long the last sync of a mapping that succeeded spent in each phase.',
      labels: ['mapping', 'phase'],
    },
    ({ mappings }) => mappings.flatMap(listPhases),
  )
}

function listPhases({ mapping, lastSuccess }: MappingState): readonly Sample[] {
  if (lastSuccess === null) return []
  const { createdAt, startedAt, stagedAt, finishedAt } = lastSuccess
  return [
    [{ mapping, phase: 'queued' }, readSeconds(createdAt, startedAt)],
    [{ mapping, phase: 'staging' }, readSeconds(startedAt, stagedAt)],
    [{ mapping, phase: 'delivering' }, readSeconds(stagedAt, finishedAt)],
  ]
}

function readSeconds(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime()) / 1_000
}
