export { createDeadLetterProcessor, type DeadLetterDeps } from './processor.ts'
export { reconcileFaces, type FaceDeps } from './reconcile-faces.ts'
