import { packBatches, type BatchLimits } from '@sluice/sender/packing'

/** A line of a batch: an event, serialised. */
export interface PackedEvent {
  readonly line: Buffer
}

/** Packs events that come a few at a time into requests, as a sender would that need not wait for any of them. */
export interface Packer {
  /** The batches that are full, now that these have come. */
  push(events: readonly PackedEvent[]): readonly (readonly PackedEvent[])[]
  /** The begun one; empty when there is none. */
  flush(): readonly PackedEvent[]
}

/** Starts packing. */
export function createPacker(limits: BatchLimits): Packer {
  let open: readonly PackedEvent[] = []
  return {
    push(events) {
      const batches: (readonly PackedEvent[])[] = packBatches([...open, ...events], limits)
      // Only the last may have room for more.
      open = batches.pop() ?? []
      return batches
    },
    flush() {
      const batch = open
      open = []
      return batch
    },
  }
}
