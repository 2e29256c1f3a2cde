/** @jsxRuntime automatic @jsxImportSource preact */
import type { DestinationStanding } from '@sluice/operations'
import { formatLength, formatNextTry } from '@sluice/shared/domain'
import type { VNode } from 'preact'
import { Tag } from '../parts/tag.tsx'
import { formatUtc } from '../time/instant.tsx'

/** What the Tracking API says of a destination, since when, and when it is asked again. */
export function DestinationState({
  status: { state, since, reason, until },
  nowMs,
}: {
  readonly status: Pick<DestinationStanding, 'state' | 'since' | 'reason' | 'until'>
  readonly nowMs: number
}): VNode {
  const next = formatNextTry(until, nowMs)
  return (
    <>
      <Tag mood={state === 'ok' ? 'good' : 'bad'}>{state}</Tag>{' '}
      <span title={`since ${formatUtc(since)}${until === null ? '' : `, next try ${formatUtc(until)}`}`}>
        for {formatLength(nowMs - Date.parse(since))}
        {next}
        {reason !== null && `: ${reason}`}
      </span>
    </>
  )
}
