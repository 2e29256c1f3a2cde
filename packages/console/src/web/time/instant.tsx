/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { formatAgo } from './format-ago.ts'

/** An instant as people say it, the exact one as a title; nothing for null. */
export function Instant({
  at,
  nowMs,
  format = formatAgo,
}: {
  /** ISO-8601, UTC. */
  readonly at: string | null
  readonly nowMs: number
  readonly format?: (instant: string, nowMs: number) => string
}): VNode | null {
  if (at === null) return null
  return (
    <time dateTime={at} title={formatUtc(at)}>
      {format(at, nowMs)}
    </time>
  )
}

/** `2026-01-02 03:04 UTC` */
export function formatUtc(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`
}
