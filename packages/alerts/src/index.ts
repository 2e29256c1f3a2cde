export type { Delivery, Post } from './channels/delivery.ts'
export { openCourier, type Courier, type CourierOptions } from './channels/open-courier.ts'
export type { AlertPlaces } from './places/alert-places.ts'
export { sendTest } from './send-test.ts'
