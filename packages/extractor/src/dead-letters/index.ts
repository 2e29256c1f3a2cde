export { createDeadLetterProcessor, type DeadLetterDeps } from './processor.ts'
export { reconcileGroups, type GroupDeps } from './reconcile-groups.ts'
