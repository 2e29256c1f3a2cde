export { countOpenLetters, type OpenLetters } from './count-open-letters.ts'
export { recordAudit, type AuditAction, type AuditEntry } from './audit-log.ts'
export {
  closeOpenChunks,
  countOpenChunks,
  isChunkOpen,
  listOpenChunks,
  listSettledRanges,
  readKeptBack,
  readKeptChunk,
  readLastChunk,
  readOpenChunkAge,
  recordChunk,
  recordGoneOut,
  type Chunk,
  type KeptChunk,
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
  listDeadSeqs,
  readDeadLetter,
  recordDeadLetters,
} from './dead-letters.ts'
export { findSyncId } from './find-sync.ts'
export { listLetterCauses, type LetterCause } from './letter-causes.ts'
export { listLetterGroups, readLetterSample, type LetterGroup, type LetterSample } from './letter-faces.ts'
export type { LetterFilter } from './letter-filter.ts'
export { listLettersTaken, type LettersLeft, type LettersTaken } from './letters-left.ts'
export {
  countOpenOrdered,
  discardLetters,
  planRequeue,
  requeueLetters,
  type LetterOrder,
  type RequeueAnswer,
} from './order-letters.ts'
export {
  closeSupersededLetters,
  countTakenLetters,
  listMappingsToRequeue,
  listTakenLetters,
  reopenTakenLetters,
  reopenWaitingLetters,
  type DeliveredVersion,
  type TakenCounts,
  type TakenLetter,
  type TakenPage,
} from './requeued-letters.ts'
export { settleChunk, type ChunkEnd } from './settle-chunk.ts'
export {
  listDestinations,
  recordDestination,
  recordDestinationError,
  recordDestinationState,
  type DestinationRecord,
  type ToldState,
} from './destinations.ts'
export { readInstallationId } from './installation.ts'
export { listMappings, readMapping, recordMapping, recordReset, type MappingRecord } from './mappings.ts'
export {
  adoptEpoch,
  readMemory,
  recordKnownEpoch,
  recordMemory,
  type Memory,
  type MemoryChange,
} from './memories.ts'
export { assertSchemaKnown, listMigrations, migrate } from './migrate.ts'
export { ROLES, ROLE_GRANTS, type Grants, type Role } from './roles/role-grants.ts'
export { listModels, readModel, recordModel } from './models.ts'
export { readDatabaseTime } from './read-database-time.ts'
export {
  readState,
  type DestinationStanding,
  type InstallationState,
  type MappingState,
  type RowTotals,
} from './read-state.ts'
export { listSources, readSource, recordSource } from './sources.ts'
export { createRequeue, createSync, type SyncRequest } from './create-sync.ts'
export {
  cancelSync,
  failSync,
  finishSync,
  isSyncSettled,
  listUntidySyncs,
  pruneHistory,
  recordCommitting,
  recordFolded,
  recordStaged,
  recordStaging,
  recordStreamed,
  type StagedCounts,
  type UntidySync,
} from './sync-status.ts'
export { recordSyncGoesOn, recordSyncWaiting } from './sync-waiting.ts'
export {
  describeSync,
  listRunningSyncs,
  listSyncs,
  readRunningSync,
  readSync,
  type SyncRecord,
} from './syncs.ts'
export { readWantedChunks, type WantedChunks } from './wanted-chunks.ts'
