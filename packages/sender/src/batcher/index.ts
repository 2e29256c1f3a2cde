export {
  createBatcher,
  type Batcher,
  type Caller,
  type Deliver,
  type LaneFull,
  type Place,
} from './create-batcher.ts'
export type { BatchEvent, LaneOptions } from './lane.ts'
export { createRoom, type Room, type RoomOptions } from './room.ts'
