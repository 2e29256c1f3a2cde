export { createBatcher, type Batcher, type LaneFull, type Place } from './create-batcher.ts'
export type { LaneOptions } from './lane.ts'
