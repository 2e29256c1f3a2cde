export {
  listAlerts,
  type AlertDocument,
  type AlertRuleDocument,
  type AlertsDocument,
  type MuteDocument,
} from './alerts/list-alerts.ts'
export { muteAlerts, unmuteAlerts, type MuteInput } from './alerts/mute-alerts.ts'
export { testChannel, type ChannelTest } from './alerts/test-channel.ts'
export {
  applyConfig,
  type ApplyDeps,
  type ApplyDocument,
  type ApplyInput,
  type ApplyObserver,
} from './apply/apply-config.ts'
export { exportConfig } from './apply/export-config.ts'
export { listAudit, type ListAuditInput } from './audit/list-audit.ts'
export type { AskDeps, TypedItem } from './ask/ask-deps.ts'
export type { Asker, Asking, Look } from './ask/asker.ts'
export { createDirectAsker, type DirectAskerDeps } from './ask/create-direct-asker.ts'
export { InvalidItemError } from './ask/invalid-item-error.ts'
export { createReaderSeal } from './config/create-reader-seal.ts'
export type { Visitor } from './ask/visitor.ts'
export {
  testDestination,
  type DestinationTest,
  type TestDestinationInput,
} from './checks/test-destination.ts'
export { testSource, type SourceTest, type TestSourceInput } from './checks/test-source.ts'
export type { ConfigDeps } from './config/config-deps.ts'
export type { ItemDocument } from './config/item-document.ts'
export { listItems, type ItemPage, type ListItemsInput } from './config/list-items.ts'
export { readItem, type ReadItemInput } from './config/read-item.ts'
export { removeItem, type RemoveItemDocument, type RemoveItemInput } from './config/remove-item.ts'
export { saveItem, type SaveItemInput, type SaveItemResult } from './config/save-item.ts'
export { discardDeadLetters, type DiscardDocument } from './dead-letters/discard-dead-letters.ts'
export {
  listDeadLetterCauses,
  listDeadLetters,
  type LetterDeps,
  type ListDeadLettersInput,
} from './dead-letters/list-dead-letters.ts'
export { lookAtDeadLetter, type LetterContent } from './dead-letters/look-at-dead-letter.ts'
export { readDeadLetterOutline } from './dead-letters/read-dead-letter-outline.ts'
export { readDeadLetter } from './dead-letters/read-dead-letter.ts'
export {
  requeueDeadLetters,
  type LetterOrderInput,
  type RequeueDocument,
  type RequeueResult,
} from './dead-letters/requeue-dead-letters.ts'
export type { Actor, DatabaseDeps, ExtractorDeps } from './deps.ts'
export {
  estimateMapping,
  type EstimateDocument,
  type EstimateMappingInput,
} from './dry-runs/estimate-mapping.ts'
export { startDryRun, type StartDryRunInput } from './dry-runs/start-dry-run.ts'
export { baselineMapping, type BaselineMappingInput } from './mappings/baseline-mapping.ts'
export { resetMapping, type ResetDocument, type ResetMappingInput } from './mappings/reset-mapping.ts'
export { switchResource, type SwitchDocument, type SwitchInput } from './mappings/switch-resource.ts'
export { lookAtMapping, type LookAtMappingInput, type MappingLook } from './preview/look-at-mapping.ts'
export { parseRowEvent } from './preview/parse-row-event.ts'
export { previewMapping, type PreviewMappingInput } from './preview/preview-mapping.ts'
export { previewModel, type ModelPreview, type PreviewModelInput } from './preview/preview-model.ts'
export { sampleModel, type ModelSample, type SampleModelInput } from './preview/sample-model.ts'
export { suggestMappingFields, type SuggestMappingFieldsInput } from './preview/suggest-mapping-fields.ts'
export { testMapping, type MappingTest, type TestMappingInput } from './preview/test-mapping.ts'
export type { PreviewDocument, PreviewInput } from './preview/preview-row.ts'
export { describeDelivered } from './records/describe-delivered.ts'
export type {
  FoundBy,
  PendingChange,
  RecordDocument,
  RecordVersion,
  RecordWaiting,
  VersionStatus,
} from './records/record-document.ts'
export { tellRecord, type TellRecordInput } from './records/tell-record.ts'
export { readHours, type Hour, type HoursDocument } from './status/read-hours.ts'
export {
  readStanding,
  type StandingDocument,
  type StandingInput,
  type Troubles,
} from './status/read-standing.ts'
export {
  readDestinationStanding,
  readMappingStatus,
  readMappingStatuses,
  readStatus,
  type DestinationStanding,
  type DestinationStatus,
  type MappingStatus,
  type StatusDocument,
} from './status/read-status.ts'
export { cancelSync, type CancelSyncInput } from './syncs/cancel-sync.ts'
export { listSyncs, type ListSyncsInput } from './syncs/list-syncs.ts'
export { readSync, type ReadSyncInput } from './syncs/read-sync.ts'
export { startSync, type StartSyncInput } from './syncs/start-sync.ts'
export { watchSync, type SyncStory } from './syncs/watch-sync.ts'
export { waitForSync, type WaitOptions } from './syncs/wait-for-sync.ts'
export {
  readUsage,
  readUsageDays,
  type DestinationUsageDocument,
  type UsageDay,
  type UsageDocument,
  type UsageInput,
} from './usage/read-usage.ts'
export { createToken, type CreatedTokenDocument, type CreateTokenInput } from './tokens/create-token.ts'
export { findToken } from './tokens/find-token.ts'
export { listTokens } from './tokens/list-tokens.ts'
export { revokeToken, type RevokeTokenInput } from './tokens/revoke-token.ts'
