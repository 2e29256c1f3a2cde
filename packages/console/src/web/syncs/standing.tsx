/** @jsxRuntime automatic @jsxImportSource preact */
import type { MappingStatus } from '@sluice/operations'
import type { VNode } from 'preact'
import { formatAhead } from '../time/format-ahead.ts'
import { Instant } from '../time/instant.tsx'
import { Waits } from '../time/waits.tsx'
import { describeFirstSync } from './describe-first-sync.ts'
import { findSyncPath } from './sync-links.tsx'
import { SyncTag } from './sync-tag.tsx'

/** How a mapping stands in a line: when it runs next, how its last sync went, what that waits for, its dead letters. */
export function Standing({
  status,
  nowMs,
}: {
  readonly status: MappingStatus
  readonly nowMs: number
}): VNode {
  const { openDeadLetters, id, lastSync } = status
  return (
    <p class="standing">
      <NextRun status={status} nowMs={nowMs} />{' '}
      {lastSync === null ? (
        describeFirstSync(status)
      ) : (
        <>
          Last sync <LastSync status={status} nowMs={nowMs} />
        </>
      )}{' '}
      {openDeadLetters > 0 && (
        <a href={`dead-letters?${new URLSearchParams({ mapping: id })}`}>
          {openDeadLetters.toLocaleString('en-US')} open dead {openDeadLetters === 1 ? 'letter' : 'letters'}
        </a>
      )}
    </p>
  )
}

/** When a mapping runs next, or why it does not. */
export function NextRun({
  status: { enabled, schedule, nextRunAt },
  nowMs,
}: {
  readonly status: Pick<MappingStatus, 'enabled' | 'schedule' | 'nextRunAt'>
  readonly nowMs: number
}): VNode {
  if (!enabled) return <>The mapping is off.</>
  if (nextRunAt !== null)
    return (
      <>
        Next run <Instant at={nextRunAt} nowMs={nowMs} format={formatAhead} />.
      </>
    )
  if (schedule === null) return <>It syncs when somebody says so: it has no schedule.</>
  return <>Its destination is off.</>
}

/** The newest sync of a mapping: how it stands, since when, and what it waits for. */
export function LastSync({
  status: { lastSync },
  nowMs,
}: {
  readonly status: Pick<MappingStatus, 'lastSync'>
  readonly nowMs: number
}): VNode {
  if (lastSync === null) return <>never</>
  return (
    <>
      <a href={findSyncPath(lastSync.id)}>
        <SyncTag {...lastSync} />
      </a>{' '}
      <Instant at={lastSync.startedAt} nowMs={nowMs} />
      {lastSync.waiting !== null && (
        <>
          {', '}
          <Waits waiting={lastSync.waiting} nowMs={nowMs} />
        </>
      )}
    </>
  )
}
