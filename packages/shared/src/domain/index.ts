export { ACTION_NAMES, type ActionName } from './action.ts'
export {
  ALERT_KINDS,
  CHANNEL_TYPES,
  type Alert,
  type AlertChannel,
  type AlertKind,
  type AlertMessage,
  type AlertRule,
  type ChannelType,
  type Mute,
} from './alert.ts'
export { isOk, type Check } from './check.ts'
export type {
  BodiesReader,
  Config,
  Destination,
  DestinationState,
  Mapping,
  Model,
  Schedule,
  Source,
  SourceTls,
  SyncPlan,
} from './config.ts'
export {
  DEAD_LETTER_STAGES,
  DEAD_LETTER_STATUSES,
  type DeadLetterDocument,
  type DeadLetterGroup,
  type DeadLetterStage,
  type DeadLetterStatus,
  type LetterEvent,
  type NewDeadLetter,
  type OpenedDeadLetter,
} from './dead-letter.ts'
export { OPS, type Delta, type DeltaOrigin, type Json, type Op, type Row } from './delta.ts'
export { DistinctCount } from './distinct-count.ts'
export { hashBytes } from './hash-text.ts'
export { formatDurationMs, parseDurationMs } from './duration.ts'
export {
  BATCH_LIMIT_EVENTS,
  BODY_LIMIT_BYTES,
  EVENT_LIMIT_BYTES,
  MESSAGE_ID_LIMIT_CHARACTERS,
} from './limits.ts'
export {
  COMPARE_MODES,
  OPTIONS,
  pickOptions,
  type CompareMode,
  type DestinationOptions,
  type MappingOptions,
  type ModelOptions,
  type SourceOptions,
  type SyncLogOption,
} from './options.ts'
export type {
  AlertQuestion,
  AnswerTo,
  Answers,
  AskedChannel,
  AskedDestination,
  AskedRow,
  AskedSource,
  KeptQuestion,
  Question,
  SegmentQuestion,
  WarehouseQuestion,
} from './question.ts'
export type {
  KeptChange,
  KeptRecord,
  LoggedChange,
  NextDelta,
  RecordFacts,
  RememberedRecord,
  StagedRecord,
} from './record-facts.ts'
export { REGIONS, SETTINGS_OFF, SETTINGS_URLS, TRACKING_API_URLS, type Region } from './region.ts'
export { createRowEvent, type RowEvent } from './row-event.ts'
export type { SendDeadLetterCode, SendEnd } from './send-end.ts'
export type { Forecast, ForecastGuard, ForecastReason, HeldCalls } from './forecast.ts'
export {
  RUNNING_SYNC_STATUSES,
  SYNC_ORIGINS,
  isRunning,
  type Outcome,
  type SyncDocument,
  type SyncStatus,
  type SyncOrigin,
  type Waiting,
} from './sync.ts'
export { SYNC_EVENTS, SYNC_STATES, listStatusesBefore, type SyncEvent } from './sync-states.ts'
export { formatLength, formatNextTry, formatWaiting } from './format-waiting.ts'
export { formatSuggestion, suggest } from './suggest.ts'
export {
  WARNING_PERCENT,
  calculateUsedPercent,
  findBillingMonth,
  formatUsageWarning,
  listUsageWarnings,
  parseBillingMonth,
  readPlan,
  type BillingMonth,
  type DestinationUsage,
  type UsageWarning,
} from './usage.ts'
