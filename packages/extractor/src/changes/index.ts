export type { Changes, FinalizeOrder, OutgoingPage, OutgoingRange } from './changes.ts'
export { createLossError } from './create-loss-error.ts'
export { findChanges } from './find-changes.ts'
export { readWantedMemory } from './from-warehouse/wanted-memory.ts'
