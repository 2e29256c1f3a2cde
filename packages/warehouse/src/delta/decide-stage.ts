import type { MappingOwner, MemoryManifest, StageRequest, StageResult } from '../port.ts'
import { NO_COLUMNS } from './choose-columns.ts'
import { judgeMemory } from './judge-memory.ts'
import { RECORDS_FORMAT, type RecordsManifest, type StagedManifest } from './manifests.ts'
import { outdatedError, type MemoryPlace } from './outdated-error.ts'

/** What a call of `stage` has to do, once it holds the memory of the mapping. */
export type StageDecision =
  /** The sync is staged or committed already: this is what was found then. */
  | { readonly kind: 'answer'; readonly result: StageResult }
  /** Forget what was sent, and compare with what is left in this epoch. */
  | { readonly kind: 'forget'; readonly next: MemoryManifest }
  /** Compare with what is remembered. */
  | { readonly kind: 'compare'; readonly epoch: number }

/**
 * Decides what to do about a sync, given what its mapping's memory says and what is
 * staged of it; refuses a memory that is too old.
 */
export function decideStage(
  { syncId, memory }: Pick<StageRequest, 'syncId' | 'memory'>,
  manifest: RecordsManifest,
  staged: Pick<StagedManifest, 'summary' | 'epoch'> | null,
  place: MemoryPlace,
): StageDecision {
  const { generation } = manifest
  if (manifest.lastCommit?.syncId === syncId)
    return { kind: 'answer', result: { ...manifest.lastCommit.summary, epoch: manifest.epoch, generation } }
  if (staged !== null)
    return { kind: 'answer', result: { ...staged.summary, epoch: staged.epoch, generation } }
  const verdict = judgeMemory(manifest, memory)
  switch (verdict.kind) {
    case 'outdated':
      throw outdatedError(place, manifest, memory.generation)
    case 'forget':
      // A memory from before it would not know what is sent in the epoch that begins.
      return {
        kind: 'forget',
        next: { epoch: verdict.epoch, generation: Math.max(memory.generation, generation) + 1 },
      }
    case 'keep':
      return { kind: 'compare', epoch: verdict.epoch }
    default:
      return verdict satisfies never
  }
}

/** What a memory says of itself that holds nothing that was sent: it is new, or has forgotten it. */
export function forgottenManifest(
  { installationId, mappingId }: MappingOwner,
  { epoch, generation }: MemoryManifest,
): RecordsManifest {
  const format = RECORDS_FORMAT
  return { installationId, mappingId, format, epoch, generation, lastCommit: null, columns: NO_COLUMNS }
}
