export type {
  Column,
  CommitRequest,
  InvalidCode,
  InvalidRow,
  DeliveredVersions,
  ModelQuery,
  SeqRange,
  PreviewRow,
  StageRequest,
  StagedRange,
  StagedRow,
  StagedSummary,
  StagedSync,
  Warehouse,
  WarehouseCheck,
} from './warehouse.ts'
export { openPostgresWarehouse } from './postgres/open-postgres-warehouse.ts'
