export {
  createBatcher,
  type Batcher,
  type Caller,
  type Deliver,
  type LaneFull,
  type Place,
} from './create-batcher.ts'
export type { BatchEvent, LaneOptions } from './lane.ts'
export { createByteBudget, type ByteBudget, type ByteBudgetOptions } from './byte-budget.ts'
