import { PostgreSQL, sql } from '@codemirror/lang-sql'
import { openCodeMirror } from '../code/open-code-mirror.ts'

/** Opens an editor of SQL over a text area; answers how to close it. */
export function openSqlEditor(area: HTMLTextAreaElement): () => void {
  return openCodeMirror(area, [sql({ dialect: PostgreSQL })])
}
