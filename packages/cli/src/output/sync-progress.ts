import { Presets, SingleBar } from 'cli-progress'
import { formatWaiting, type SyncDocument } from '@sluice/shared/domain'
import { showControls } from '@sluice/shared/runtime'
import { createWaitingNotes } from './create-waiting-notes.ts'

/** How far a sync is, for whoever watches. */
export interface SyncProgress {
  readonly update: (sync: SyncDocument) => void
  /** Says a line without breaking the bar. */
  readonly note: (line: string) => void
  readonly stop: () => void
}

const FORMAT =
  '{mapping} {bar} {percentage}% | {value}/{total} | {status} | {delivered} delivered, {dead} dead{waiting}'

/** A progress bar on a terminal; where there is none, a line when the sync begins to wait and one when it goes on. */
export function showSyncProgress(
  terminal: NodeJS.WriteStream | null,
  say: (line: string) => void,
): SyncProgress {
  if (terminal === null) return { update: createWaitingNotes(say), note: say, stop: () => {} }
  const bar = new SingleBar(
    {
      format: FORMAT,
      stream: terminal,
      hideCursor: true,
      clearOnComplete: true,
      gracefulExit: false,
      emptyOnZero: true,
    },
    Presets.shades_classic,
  )
  let last: SyncDocument | undefined
  const start = (sync: SyncDocument): void =>
    bar.start(sync.extracted, sync.extracted - sync.inFlight, createTokens(sync))
  return {
    update(sync) {
      if (last === undefined) start(sync)
      else {
        bar.setTotal(sync.extracted)
        bar.update(sync.extracted - sync.inFlight, createTokens(sync))
      }
      last = sync
    },
    note(line) {
      bar.stop()
      say(line)
      if (last !== undefined) start(last)
    },
    stop: () => bar.stop(),
  }
}

/** What stands beside the bar. */
function createTokens(sync: SyncDocument): object {
  return {
    mapping: showControls(sync.mapping),
    status: sync.status,
    delivered: sync.delivered.toLocaleString('en-US'),
    dead: (sync.dead + sync.invalid).toLocaleString('en-US'),
    waiting: sync.waiting === null ? '' : ` | ${showControls(formatWaiting(sync.waiting, Date.now()))}`,
  }
}
