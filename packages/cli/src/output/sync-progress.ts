import { Presets, SingleBar } from 'cli-progress'
import type { SyncDocument } from '@sluice/shared/domain'

/** How far a sync is, for whoever watches. */
export interface SyncProgress {
  readonly update: (sync: SyncDocument) => void
  /** Says a line without breaking the bar. */
  readonly note: (line: string, shell: { note(line: string): void }) => void
  readonly stop: () => void
}

const FORMAT =
  '{mapping} {bar} {percentage}% | {value}/{total} | {status} | {delivered} delivered, {dead} dead'

/** A progress bar on a terminal; nothing where there is none. */
export function showSyncProgress(terminal: NodeJS.WriteStream | null): SyncProgress {
  if (terminal === null) return { update: () => {}, note: (line, shell) => shell.note(line), stop: () => {} }
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
    bar.start(sync.extracted, sync.extracted - sync.inFlight, describeProgress(sync))
  return {
    update(sync) {
      if (last === undefined) start(sync)
      else {
        bar.setTotal(sync.extracted)
        bar.update(sync.extracted - sync.inFlight, describeProgress(sync))
      }
      last = sync
    },
    note(line, shell) {
      bar.stop()
      shell.note(line)
      if (last !== undefined) start(last)
    },
    stop: () => bar.stop(),
  }
}

/** What stands beside the bar. */
function describeProgress(sync: SyncDocument): object {
  return {
    mapping: sync.mapping,
    status: sync.status,
    delivered: sync.delivered.toLocaleString('en-US'),
    dead: (sync.dead + sync.invalid).toLocaleString('en-US'),
  }
}
