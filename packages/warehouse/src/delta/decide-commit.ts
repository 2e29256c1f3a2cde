import type { CommitRequest, MemoryManifest, RememberRequest } from '../port.ts'
import { checkOwner } from './check-owner.ts'
import { countChange } from './judge-memory.ts'
import { lostRowsError } from './lost-rows-error.ts'
import type { MemoryColumns, RecordsManifest, StagedManifest } from './manifests.ts'
import { refuseOutdated, type MemoryPlace } from './outdated-error.ts'

/** What the commit of a sync meets in its warehouse. */
export interface CommitScene extends MemoryPlace {
  /** The table that holds what was staged, as a person would write it there. */
  readonly stagedTable: string
}

/** True when a sync is the last that was merged: there is nothing to do. */
export function isCommitted({ lastCommit }: RecordsManifest, syncId: string): boolean {
  return lastCommit?.syncId === syncId
}

/**
 * Refuses to merge into a memory that is too old, with `warehouse_state_outdated`; a
 * baseline may, and who takes an older one.
 */
export function checkMemory(
  place: MemoryPlace,
  known: MemoryManifest,
  { isBaseline, takesOlder, generation }: Pick<CommitRequest, 'isBaseline' | 'takesOlder' | 'generation'>,
): void {
  if (isBaseline !== true && takesOlder !== true) refuseOutdated(place, known, generation)
}

/**
 * The manifest of what a sync has staged (null: there is no such table). Refuses, with `staged_rows_lost`, what is gone
 * or of an epoch before the memory's, and, with `warehouse_state_foreign`, what another installation has staged.
 */
export function checkStaged<Manifest extends StagedManifest>(
  scene: CommitScene,
  staged: { readonly manifest: Manifest | null } | null,
  { installationId, mappingId, syncId }: CommitRequest,
  known: RecordsManifest,
): Manifest {
  if (staged === null) throw lostRowsError(syncId, scene, `${scene.stagedTable} is gone`)
  const manifest = checkOwner(staged.manifest, { installationId, mappingId }, scene.stagedTable, scene)
  if (manifest.epoch < known.epoch) {
    const fact = `they are of epoch ${manifest.epoch}, the mapping was reset to ${known.epoch}`
    throw lostRowsError(syncId, scene, fact)
  }
  return manifest
}

/** What a memory says of itself once a sync is merged into it. */
export function committedManifest(
  { installationId, mappingId, syncId, syncNumber, only, ...request }: CommitRequest,
  known: RecordsManifest,
  staged: StagedManifest,
): RecordsManifest {
  // A part of a sync leaves the other records as they were digested, and kept back, before.
  const { selection, columns } =
    only === undefined
      ? { selection: staged.selection, columns: findColumns(known, staged, syncNumber) }
      : known
  const { generation = 0, isCurrent = true, isBaseline = false } = request
  return {
    installationId,
    mappingId,
    format: known.format,
    epoch: staged.epoch,
    generation: countChange(known.generation, generation, { isCurrent, isBaseline }),
    lastCommit: { syncId, summary: staged.summary },
    selection,
    columns,
  }
}

/** The columns that count once the whole of a sync is merged. */
function findColumns(
  known: RecordsManifest,
  { columns, digested, isDigestedAnew }: StagedManifest,
  syncNumber: number | undefined,
): MemoryColumns | undefined {
  // It was staged by a version to which all counted.
  if (columns === undefined)
    return digested === undefined ? undefined : { digested, rule: 'all', model: digested }
  const since = isDigestedAnew === true ? syncNumber : known.columns?.since
  return since === undefined ? columns : { ...columns, since }
}

/**
 * How the rows of a manifest are remembered: in full, or only which records there may
 * be, since they are of another epoch.
 */
export function decideRemember(
  known: RecordsManifest,
  { epoch, generation = 0, isCurrent = true }: Pick<RememberRequest, 'epoch' | 'generation' | 'isCurrent'>,
): { readonly how: 'rows' | 'ids'; readonly manifest: RecordsManifest } {
  const isSameEpoch = known.epoch === 0 || known.epoch === epoch
  return {
    how: isSameEpoch ? 'rows' : 'ids',
    manifest: {
      ...known,
      epoch: isSameEpoch ? epoch : known.epoch,
      generation: countChange(known.generation, generation, { isCurrent, isBaseline: false }),
    },
  }
}
