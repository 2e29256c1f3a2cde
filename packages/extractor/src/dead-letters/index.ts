export { createDeadLetterProcessor, type DeadLetterEdges } from './processor.ts'
export { reconcileFaces, type FaceEdges } from './reconcile-faces.ts'
