import type { Column } from '../port.ts'
import type { ColumnType } from './column-type.ts'

/** A column of a model, with what decides how its values are digested and written. */
export interface ModelColumn extends Column {
  readonly columnType: ColumnType
}
