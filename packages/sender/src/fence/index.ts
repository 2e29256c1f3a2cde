export { createFence } from './create-fence.ts'
export type { Claim, Fence, Permit } from './fence.ts'
export { startTimer } from './start-timer.ts'
