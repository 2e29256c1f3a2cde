export { answerKeptQuestion, type KeptContext } from './answer-kept-question.ts'
export { openManifest, sealManifest } from './chunk-manifest.ts'
export type { KeptDeps } from './read-kept-record.ts'
