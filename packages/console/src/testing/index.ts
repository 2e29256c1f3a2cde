export { openBrowser } from './open-browser.ts'
export { orderOnBoard } from './order-on-board.ts'
