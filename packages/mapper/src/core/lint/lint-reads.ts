import { formatSuggestion, suggest } from '@sluice/shared/domain'
import { ACTIONS } from '../actions/index.ts'
import type { MappingConfig, Mistake } from '../mapping-config.ts'
import { listOwnReads } from '../reads/list-row-reads.ts'
import type { RowRead } from '../reads/row-read.ts'
import { ROW_EVENT_KEYS, isText } from './row-event-keys.ts'

/** What is known of the rows that a mapping will see. */
export interface KnownRows {
  readonly model: string
  /** The columns of the model; null when they could not be asked for. */
  readonly columns: readonly string[] | null
}

/** Paths, placeholders and conditions that find nothing, whatever the row. */
export function lintReads(config: MappingConfig, rows: KnownRows): readonly Mistake[] {
  const { fields } = ACTIONS[config.action]
  // What a mapping that was copied from Segment says of its own accord is no mistake of whoever copied it.
  const isDefault = (field: string, value: unknown): boolean =>
    Object.hasOwn(fields, field) && JSON.stringify(value) === JSON.stringify(fields[field]?.default)
  const own = Object.fromEntries(
    Object.entries(config.fields).filter(([field, value]) => !isDefault(field, value)),
  )
  return listOwnReads(own, config.filter ?? '').flatMap((read) => {
    const message = formatRead(read, rows)
    return message === null ? [] : [{ path: read.path, message }]
  })
}

function formatRead(read: RowRead, rows: KnownRows): string | null {
  const [container, member] = read.keys
  if (container === undefined || read.from === 'value') return null
  if (read.from === 'object') {
    return read.members.includes(container)
      ? null
      : `"apply" makes no "${container}"${formatSuggestion(container, read.members)}`
  }
  if (container !== 'properties') return formatContainer(read.keys, read, rows)
  return member === undefined || (rows.columns ?? [member]).includes(member)
    ? null
    : formatColumn(member, rows, read)
}

function formatContainer(
  [container = '', member]: readonly string[],
  read: RowRead,
  rows: KnownRows,
): string | null {
  if (ROW_EVENT_KEYS.includes(container)) {
    const isNothing = isText(container) && member !== undefined && member !== 'length'
    return isNothing ? `"${container}" is text: nothing stands at "${container}.${member}"` : null
  }
  if (container === '$') return 'finds nothing: only "@path" begins its paths with "$."'
  const meant = findMeant(container, member, rows.columns)
  if (meant === null) {
    return `finds nothing: a row event has no "${container}", only ${ROW_EVENT_KEYS.join(', ')}`
  }
  const suggestion = `${isPath(read) ? '$.' : ''}${meant}`
  return `finds nothing: a row event has no "${container}", columns stand under properties (did you mean "${suggestion}"?)`
}

/** The path that was probably meant; columns that could not be asked for are taken to be there. */
function findMeant(
  container: string,
  member: string | undefined,
  columns: KnownRows['columns'],
): string | null {
  const near = suggest(container, ROW_EVENT_KEYS)
  if (near !== null) return member === undefined ? near : `${near}.${member}`
  if (member !== undefined && columns?.includes(member)) return `properties.${member}`
  if (columns === null) return member === undefined ? `properties.${container}` : null
  const column = columns.includes(container) ? container : suggest(container, columns)
  return column === null ? null : `properties.${column}`
}

function formatColumn(column: string, { model, columns }: KnownRows, read: RowRead): string {
  const hint =
    column.includes('|') && read.path.at(-1) === '@template'
      ? ': a placeholder knows no filters, "@liquid" does'
      : formatSuggestion(column, columns ?? [])
  return `model "${model}" has no column "${column}"${hint}`
}

function isPath({ path }: RowRead): boolean {
  return path.at(-1) === '@path' || path.at(-2) === '@arrayPath'
}
