import type { MemoryManifest, WantedMemory } from '../port.ts'

/** What to do with what is remembered of a mapping before its model is compared with it. */
export type MemoryVerdict =
  /** Compare with it, and go on in this epoch. */
  | { readonly kind: 'keep'; readonly epoch: number }
  /** Forget all but which records there were, and begin this epoch. */
  | { readonly kind: 'forget'; readonly epoch: number }
  /** It has missed what was sent since: somebody must say what to make of it. */
  | { readonly kind: 'outdated' }

/**
 * The generation of a memory after a change of it. One that is older than `wanted` has still missed what it had missed,
 * unless a baseline takes it as it is; one that its mapping has left is not counted.
 */
export function countChange(
  known: number,
  wanted: number,
  { isCurrent, isBaseline }: { readonly isCurrent: boolean; readonly isBaseline: boolean },
): number {
  if (!isCurrent || (known < wanted && !isBaseline)) return known
  return Math.max(known, wanted) + 1
}

/**
 * Judges a memory. One that has changed more often than the control database knows is right,
 * since the control database is the older one then; so is its epoch. One that has changed
 * less often was restored from a backup, or dropped: what went out since is not in it.
 */
export function judgeMemory(manifest: MemoryManifest, wanted: WantedMemory): MemoryVerdict {
  const isOld = manifest.generation < wanted.generation
  switch (wanted.order) {
    case 'reset': {
      // It may have been carried out already, by a sync that did not get further, or been overtaken by a later one.
      const isDone = manifest.epoch > wanted.epoch || (manifest.epoch === wanted.epoch && !isOld)
      return isDone ? { kind: 'keep', epoch: manifest.epoch } : { kind: 'forget', epoch: wanted.epoch }
    }
    case 'baseline':
      return { kind: 'keep', epoch: Math.max(wanted.epoch, manifest.epoch + 1) }
    case null:
      if (isOld) return { kind: 'outdated' }
      return { kind: 'keep', epoch: manifest.epoch === 0 ? wanted.epoch : manifest.epoch }
    default:
      return wanted.order satisfies never
  }
}
