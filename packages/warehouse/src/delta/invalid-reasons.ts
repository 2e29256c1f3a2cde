import type { InvalidCode } from '../port.ts'
import { ROW_LIMIT_BYTES } from './limits.ts'

/** What an operator is told of a row that cannot be delivered. */
export const INVALID_REASONS: Readonly<Record<InvalidCode, string>> = {
  identifier_null: 'the identifier of this row is null or empty',
  identifier_duplicate: 'another row has the same identifier',
  row_too_large: `the row is larger than ${ROW_LIMIT_BYTES} bytes as JSON: select fewer or shorter columns`,
}
