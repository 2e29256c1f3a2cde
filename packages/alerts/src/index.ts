export type { Delivery, Post } from './channels/delivery.ts'
export { openCourier, type Courier, type CourierOptions } from './channels/open-courier.ts'
export type { Condition } from './core/conditions.ts'
export {
  decide,
  REMINDER_MS,
  type Decision,
  type Mute,
  type OpenAlert,
  type Situation,
} from './core/decide.ts'
export { describeMessage, type MessageText } from './core/describe-message.ts'
export { USUAL_ABOVE, isAbove } from './core/is-above.ts'
export {
  findAlertPath,
  writeMessage,
  writeTestMessage,
  type Occasion,
  type ToldAlert,
} from './core/write-message.ts'
