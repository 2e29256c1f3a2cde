/** @jsxRuntime automatic @jsxImportSource preact */
import { formatWaiting, type Waiting } from '@sluice/shared/domain'
import type { VNode } from 'preact'
import { formatUtc } from './instant.tsx'

/** What a sync waits for, as commands say it, with the exact instants as a title; nothing for null. */
export function Waits({
  waiting,
  nowMs,
}: {
  readonly waiting: Waiting | null
  readonly nowMs: number
}): VNode | null {
  if (waiting === null) return null
  const { since, until } = waiting
  const next = until === null ? '' : `, next try ${formatUtc(until)}`
  return <span title={`since ${formatUtc(since)}${next}`}>{formatWaiting(waiting, nowMs)}</span>
}
