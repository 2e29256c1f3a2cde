export { createFlowMeter, type FlowMeter, type SweepOutcome, type TickOutcome } from './flow-meter.ts'
export { measureState } from './measure-state.ts'
