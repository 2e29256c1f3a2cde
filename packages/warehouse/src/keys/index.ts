export type { SourceKey } from './source-key.ts'
export { SECRET_PATTERN, createText, duration, text } from './values.ts'
