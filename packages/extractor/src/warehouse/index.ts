export type {
  Column,
  CommitRequest,
  InvalidRow,
  ModelQuery,
  PreviewRow,
  StageRequest,
  StagedRange,
  StagedRow,
  StagedSummary,
  StagedSync,
  Warehouse,
} from './warehouse.ts'
