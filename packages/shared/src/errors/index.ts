export { isError } from './is-error.ts'
export {
  DEAD_LETTER_CODES,
  ERROR_CODES,
  type DeadLetterCode,
  type ErrorCode,
  type ErrorKind,
} from './codes.ts'
export { DEAD_LETTER_ADVICE } from './dead-letter-advice.ts'
export { readReplyWord } from './read-reply-word.ts'
export { withoutSubject } from './without-subject.ts'
export { SluiceError, readErrorKind, type ErrorSubject, type SluiceErrorOptions } from './sluice-error.ts'
