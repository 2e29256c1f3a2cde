export { answerKeptQuestion } from './answer-kept-question.ts'
export { openManifest, sealManifest } from './chunk-manifest.ts'
