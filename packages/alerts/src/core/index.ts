export type { Condition } from './conditions.ts'
export { decide, REMINDER_MS, type Decision, type Mute, type OpenAlert, type Situation } from './decide.ts'
export { describeMessage, type MessageText } from './describe-message.ts'
export { USUAL_ABOVE, isAbove } from './is-above.ts'
export {
  findAlertPath,
  writeMessage,
  writeTestMessage,
  type Occasion,
  type ToldAlert,
} from './write-message.ts'
