export { countOpenLetters, type OpenLetters } from './dead-letters/count-open-letters.ts'
export { recordAudit, type AuditAction, type AuditEntry } from './audit/audit-log.ts'
export { listAudit, type AuditFilter, type RecordedAudit } from './audit/list-audit.ts'
export { listChanges, type RecordedChange } from './audit/list-changes.ts'
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
} from './syncs/chunks.ts'
export {
  findSwitchables,
  listConfigIds,
  recordEnabled,
  removeConfig,
  type ConfigKind,
  type Switchable,
} from './config/config.ts'
export {
  listConfigVersions,
  recordManager,
  type ConfigVersion,
  type Manager,
} from './config/managed-config.ts'
export {
  listConfigPage,
  readConfigRecord,
  type ConfigFilter,
  type ConfigPage,
  type ConfigRecord,
} from './config/list-config-page.ts'
export {
  formatPlace,
  openDatabase,
  type Database,
  type DatabaseOptions,
  type Queryable,
} from './database/database.ts'
export {
  countOpenDeadLetters,
  listDeadLetters,
  listDeadCauses,
  listDeadSeqs,
  readDeadLetter,
  readDeadLetterOutline,
  recordDeadLetters,
  type DeadLetterOutline,
} from './dead-letters/dead-letters.ts'
export { findSyncId } from './syncs/find-sync.ts'
export { listLetterCauses, type LetterCause } from './dead-letters/letter-causes.ts'
export {
  listLetterGroups,
  readLetterSample,
  type OpenLetterGroup,
  type LetterSample,
} from './dead-letters/letter-groups.ts'
export type { LetterFilter } from './dead-letters/letter-filter.ts'
export {
  listLetterContents,
  listRecordLetters,
  readLetterRecord,
  RECORD_LETTERS_LIMIT,
  type LetterContent,
  type RecordLetter,
} from './dead-letters/record-letters.ts'
export { listPastChunks, listPastPlaces, type PastChunk, type PastPlace } from './syncs/past-chunks.ts'
export { listLettersTaken, type LettersLeft, type LettersTaken } from './dead-letters/letters-left.ts'
export {
  countOpenOrdered,
  discardLetters,
  planRequeue,
  requeueLetters,
  type LetterOrder,
  type RequeueAnswer,
} from './dead-letters/order-letters.ts'
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
} from './dead-letters/requeued-letters.ts'
export { listTroubled, type Trouble, type Troubled } from './syncs/list-troubled.ts'
export { readThroughput, type Throughput } from './syncs/read-throughput.ts'
export { settleChunk, type ChunkEnd, type ChunkUsage } from './syncs/settle-chunk.ts'
export {
  listDestinations,
  readDestination,
  recordDestination,
  recordDestinationError,
  recordDestinationState,
  type DestinationRecord,
  type ToldState,
} from './config/destinations.ts'
export { openAskedChannel, openAskedDestination, openAskedSource } from './questions/open-asked.ts'
export { recordQuestion, removeQuestion, takeQuestion, type RecordedQuestion } from './questions/questions.ts'
export { chooseReaderKey, listFreshReaderKeys, publishReaderKeys } from './questions/reader-keys.ts'
export { readInstallationId } from './installation.ts'
export {
  countMappings,
  countStarting,
  listMappings,
  readMapping,
  recordMapping,
  recordReset,
  type MappingRecord,
} from './config/mappings.ts'
export { resealConfig } from './config/reseal-config.ts'
export { refuseUnknownConfig, refuseUnknownMapping } from './config/refuse-unknown-config.ts'
export {
  adoptEpoch,
  readMemory,
  recordKnownEpoch,
  recordMemory,
  type Memory,
  type MemoryChange,
} from './config/memories.ts'
export { assertSchemaKnown, listMigrations, migrate } from './migrations/migrate.ts'
export { ROLES, ROLE_GRANTS, type Grants, type Role } from './roles/role-grants.ts'
export { listModels, readModel, recordModel } from './config/models.ts'
export { readDatabaseTime } from './database/read-database-time.ts'
export {
  readMappings,
  readState,
  type DestinationStanding,
  type InstallationState,
  type MappingState,
  type ReadMapping,
  type RowTotals,
} from './read-state.ts'
export { hasSource, listSources, readSource, readSyncLog, recordSource } from './config/sources.ts'
export {
  listSchedules,
  recordSchedules,
  takeScheduledRun,
  type ScheduledMapping,
} from './syncs/scheduled-runs.ts'
export { createRequeue, createSync, type SyncRequest } from './syncs/create-sync.ts'
export { endDryRun, listLeftDryRuns, recordDropped, recordForecast } from './syncs/dry-runs.ts'
export { readCeilings, type Ceilings } from './config/read-ceilings.ts'
export {
  cancelSync,
  failSync,
  finishSync,
  isSyncSettled,
  listUntidySyncs,
  pruneHistory,
  recordCommitting,
  recordFinalized,
  recordStaged,
  recordStaging,
  recordStreamed,
  type StagedCounts,
  type UntidySync,
} from './syncs/sync-status.ts'
export { recordSyncGoesOn, recordSyncWaiting } from './syncs/sync-waiting.ts'
export {
  describeSync,
  listLastSyncs,
  listRunningSyncs,
  listSyncs,
  readRunningSync,
  readSync,
  type SyncFilter,
  type SyncRecord,
} from './syncs/syncs.ts'
export { listMappingIds } from './config/list-mapping-ids.ts'
export { listNamedSyncs, type NamedSync } from './syncs/named-syncs.ts'
export { readWantedChunks, type WantedChunks } from './syncs/wanted-chunks.ts'
export {
  addCalls,
  pruneUsage,
  readUsers,
  recordMtus,
  recordTold,
  recordUsers,
  type DayCalls,
  type UsedMonth,
} from './usage/count-usage.ts'
export { recordDelivery, takeDeliveries, type Delivery } from './usage/deliveries.ts'
export {
  listPlannedDestinations,
  readPlannedOptions,
  type PlannedDestination,
} from './usage/planned-destinations.ts'
export { listHours, pruneSeries, recordSeries, type SeriesBucket, type SeriesKind } from './usage/series.ts'
export { countMade, type MadeCalls } from './usage/count-made.ts'
export {
  countCalls,
  reserveCall,
  reserveCalls,
  type CallsRequest,
  type ReservedCalls,
} from './usage/reserve-calls.ts'
export { listUsageDays, readUsage, type UsageTime } from './usage/read-usage.ts'
export { beginOrder, endOrder, type KnownOrder, type RepeatableOrder } from './tokens/idempotency-keys.ts'
export { findToken, listTokens, recordToken, revokeToken, type TokenDocument } from './tokens/tokens.ts'
export {
  listAlertChannels,
  listChannelIds,
  listChannelStandings,
  readAlertChannel,
  recordAlertChannel,
  type ChannelStanding,
} from './alerts/channels.ts'
export { listAlertRules, recordAlertRule } from './alerts/rules.ts'
export {
  listOpenAlerts,
  listResolvedAlerts,
  pruneAlerts,
  recordAlert,
  recordAlertKept,
  recordAlertResolved,
  type AlertRecord,
  type NewAlert,
} from './alerts/alerts.ts'
export { listMutes, recordMute, removeMute, type MuteRecord } from './alerts/mutes.ts'
export {
  endLease,
  leaseChannels,
  readNextMessage,
  recordAlertMessages,
  recordChannelFails,
  recordChannelWorks,
  removeMessage,
  renewLease,
  type ChannelLease,
  type WaitingMessage,
} from './alerts/messages.ts'
export {
  countLettersByMapping,
  listLastEnds,
  listMappingsByDestination,
  listRefusingDestinations,
  listWaitingSyncs,
  type LastEnd,
  type OpenLettersOf,
  type RefusingDestination,
  type WaitingSync,
} from './alerts/facts.ts'
