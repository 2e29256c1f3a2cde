export { recordAudit, type AuditAction, type AuditEntry } from './audit-log.ts'
export {
  countOpenChunks,
  isChunkOpen,
  listOpenChunks,
  listSettledRanges,
  readLastChunk,
  recordChunk,
  settleChunk,
  type Chunk,
  type SeqRange,
} from './chunks.ts'
export { recordEnabled, removeConfig, type ConfigKind } from './config.ts'
export {
  describePlace,
  openDatabase,
  type Database,
  type DatabaseOptions,
  type Queryable,
} from './database.ts'
export {
  countOpenDeadLetters,
  listDeadLetters,
  readDeadLetter,
  recordDeadLetters,
  type DeadLetterDocument,
  type DeadLetterFilter,
  type DeadLetterStage,
  type DeadLetterStatus,
  type NewDeadLetter,
} from './dead-letters.ts'
export {
  listDestinations,
  recordDestination,
  recordDestinationError,
  type DestinationRecord,
} from './destinations.ts'
export { readInstallationId } from './installation.ts'
export { listMappings, readMapping, recordMapping, type MappingRecord } from './mappings.ts'
export { assertSchemaKnown, listMigrations, migrate } from './migrate.ts'
export { listModels, readModel, recordModel } from './models.ts'
export { createSecretBox, createSplitSecretBox, type SecretBox, type SecretPlace } from './secret-box.ts'
export {
  SECRET_PURPOSES,
  deriveSecretKey,
  deriveSecretKeys,
  type KeyRing,
  type SecretKeys,
  type SecretPurpose,
} from './secret-keys.ts'
export {
  readState,
  type DeadLetterTotal,
  type InstallationState,
  type MappingState,
  type RowTotals,
} from './read-state.ts'
export { listSources, readSource, recordSource } from './sources.ts'
export { createSync } from './create-sync.ts'
export {
  failSync,
  finishSync,
  isSyncSettled,
  listUnfoldedSyncs,
  recordCommitting,
  recordFolded,
  recordStaged,
  recordStaging,
  recordStreamed,
  recordSyncTrouble,
  type StagedCounts,
} from './sync-status.ts'
export {
  describeSync,
  listRunningSyncs,
  listSyncs,
  readRunningSync,
  readSync,
  type SyncRecord,
} from './syncs.ts'
