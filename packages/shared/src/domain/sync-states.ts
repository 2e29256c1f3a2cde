import type { SyncStatus } from './sync.ts'

/**
 * What happens to a sync, in the order of its life. `begin`: an extractor takes it · `stage`: its deltas
 * are staged · `cut`: a chunk of them is written down · `stream`: that was the last chunk · `commit`: every
 * chunk has settled · `finish`: what was delivered is remembered · `fail`: it cannot go on · `cancel`:
 * somebody wants it to end · `finalize`: what it had delivered before it failed or was canceled is remembered ·
 * `forecast`: a dry run has been through everything that would be sent.
 */
export const SYNC_EVENTS = [
  'begin',
  'stage',
  'cut',
  'stream',
  'commit',
  'finish',
  'fail',
  'cancel',
  'finalize',
  'forecast',
] as const

export type SyncEvent = (typeof SYNC_EVENTS)[number]

type Row = Readonly<Record<SyncEvent, readonly SyncStatus[] | null>>

/** All of it is remembered: nothing happens to it any more. */
const SETTLED_FOR_GOOD: Row = {
  begin: null,
  stage: null,
  cut: null,
  stream: null,
  commit: null,
  finish: null,
  fail: null,
  cancel: null,
  finalize: null,
  forecast: null,
}

/**
 * Where each event leads from each status, for all of them; null where it changes
 * nothing, whoever says it, however late. A sync may need more than its status for an
 * event (no open chunk, say): the control database asks for that in the same statement.
 */
export const SYNC_STATES: Readonly<Record<SyncStatus, Row>> = {
  queued: {
    begin: ['staging'],
    stage: null,
    cut: null,
    stream: null,
    commit: null,
    finish: null,
    fail: ['failed'],
    cancel: ['canceled'],
    finalize: null,
    forecast: null,
  },
  staging: {
    // Whoever goes on after a crash begins again.
    begin: ['staging'],
    stage: ['delivering'],
    cut: null,
    stream: null,
    commit: null,
    finish: null,
    fail: ['failed'],
    cancel: ['canceled'],
    finalize: null,
    forecast: ['succeeded'],
  },
  delivering: {
    begin: null,
    stage: null,
    cut: ['delivering'],
    stream: ['delivering'],
    commit: ['committing'],
    finish: null,
    fail: ['failed'],
    cancel: ['canceled'],
    finalize: null,
    forecast: null,
  },
  committing: {
    begin: null,
    stage: null,
    cut: null,
    stream: null,
    // As often as somebody tries.
    commit: ['committing'],
    finish: ['succeeded', 'partial'],
    fail: ['failed'],
    // All that it had to deliver is delivered.
    cancel: null,
    finalize: null,
    forecast: null,
  },
  succeeded: SETTLED_FOR_GOOD,
  partial: SETTLED_FOR_GOOD,
  failed: {
    begin: null,
    stage: null,
    cut: null,
    stream: null,
    commit: null,
    finish: null,
    fail: null,
    cancel: null,
    finalize: ['failed'],
    forecast: null,
  },
  canceled: {
    begin: null,
    stage: null,
    cut: null,
    stream: null,
    commit: null,
    finish: null,
    fail: null,
    cancel: null,
    finalize: ['canceled'],
    forecast: null,
  },
}

/** The statuses in which an event changes something. */
export function listStatusesBefore(event: SyncEvent): readonly SyncStatus[] {
  return (Object.keys(SYNC_STATES) as SyncStatus[]).filter((status) => SYNC_STATES[status][event] !== null)
}
