export { openAsker } from '../ask/open-asker.ts'
export { openBrowser } from './open-browser.ts'
export { orderOnBoard } from './order-on-board.ts'
export { walkThrough, type Typed, type Walk } from './walk-through.ts'
