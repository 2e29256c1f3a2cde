export { applyChanges, type ApplyRequest } from './apply/apply-changes.ts'
export { lockConfig, type ChangeRequest } from './apply/carry-out.ts'
export { changeItem, type ItemChange, type ItemRequest } from './apply/change-item.ts'
export { createKeepingBox } from './apply/create-keeping-box.ts'
export { cancelRunning } from './apply/cancel-running.ts'
export { listManagers, readBasis, type Basis } from './apply/read-basis.ts'
export { readCurrentConfig } from './apply/read-current-config.ts'
export { resetMapping } from './apply/reset-mapping.ts'
export { checkWarehouses, type OpenWarehouse, type WarehouseFindings } from './checks/check-warehouses.ts'
export { checkWriteKeys } from './checks/check-write-keys.ts'
export { NO_FINDINGS, joinFindings, type Findings, type GraveMistake } from './checks/findings.ts'
export { lintMappings } from './checks/lint-mappings.ts'
export { reviewPlan, type ReviewDeps } from './checks/review-plan.ts'
export { createItemSchema } from './items/create-item-schema.ts'
export { listResent } from './apply/list-resent.ts'
export { createChangedError } from './apply/changed-error.ts'
export { createJsonSchema } from './items/create-json-schema.ts'
export { formatMistake, formatPath, type Mistake, type Path, type Report } from './items/mistake.ts'
export {
  RESOURCE_KINDS,
  SECTION_PATHS,
  collectConfig,
  formatResource,
  listKeys,
  listResources,
  type Resource,
  type ResourceKind,
  type SectionName,
} from './items/kinds.ts'
export { readMappingItem, type ReadMappingItem } from './items/read-mapping-item.ts'
export { UNCHANGED, writeItemWithoutSecrets } from './items/unchanged-secrets.ts'
export { validateDocument, type ValidationReports } from './items/validate-document.ts'
export { validateItem, type ItemContext, type ValidatedItem } from './items/validate-item.ts'
export { writeItem, type WrittenItem } from './items/write-item.ts'
export {
  checkResend,
  countEffects,
  type CountRecords,
  type Effect,
  type EffectDeps,
} from './plan/count-effects.ts'
export { createRecordCount } from './plan/create-record-count.ts'
export { describePlan, type PlanDocument } from './plan/describe-plan.ts'
export { listPlanNotes } from './plan/list-plan-notes.ts'
export { planChanges, type Plan, type PlanOptions, type Update } from './plan/plan-changes.ts'
