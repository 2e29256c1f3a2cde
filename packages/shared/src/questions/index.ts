export { ASKING_LIMIT_MS, SIGN_INTERVAL_MS, TAKING_LIMIT_MS } from './limits.ts'
export { encodeQuestion, readAnswer, type QuestionMessage } from './messages.ts'
export { createSigns, type Signs } from './signs.ts'
export { startAnswering, type Answer, type AnsweringContext } from './start-answering.ts'
