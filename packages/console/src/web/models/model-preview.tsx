/** @jsxRuntime automatic @jsxImportSource preact */
import type { ModelPreview } from '@sluice/operations'
import type { VNode } from 'preact'
import { Section } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'

const LONGEST_VALUE = 120

/** Some rows that a query gives, the types of its columns, and how well its identifier tells rows apart. */
export function ModelPreviewView({
  preview: { columns, rows, isCut, identifier, identifierError },
  identifier: column,
}: {
  readonly preview: ModelPreview
  readonly identifier: string | null
}): VNode {
  return (
    <Section title="Preview">
      {column === null ? (
        <p>Name the identifier to have its rows, nulls and duplicates counted.</p>
      ) : (
        <IdentifierVerdict column={column} counts={identifier} error={identifierError} />
      )}
      {rows.length === 0 ? (
        <p>
          The query gives no rows now. Its columns:{' '}
          {columns.map(({ name, type }) => `${name} (${type})`).join(', ')}.
        </p>
      ) : (
        <Table
          name="Preview"
          columns={columns.map(({ name, type }) => `${name} · ${type}`)}
          rows={rows.map((row) => row.map(writeValue))}
        />
      )}
      {isCut && <p>Rows were left out that are too large to be shown.</p>}
      {columns.map(({ name, warning }) => warning !== undefined && <p key={name}>{`${name}: ${warning}`}</p>)}
      <datalist id="columns">
        {columns.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </Section>
  )
}

function IdentifierVerdict({
  column,
  counts,
  error,
}: {
  readonly column: string
  readonly counts: ModelPreview['identifier']
  readonly error: string | null
}): VNode {
  if (counts === null)
    return (
      <p class="alert">
        Identifier {column} could not be counted: {error ?? 'nobody answered'}
      </p>
    )
  const { rows, nulls, duplicates } = counts
  const isSound = nulls === 0 && duplicates === 0
  const write = (count: number, one: string): string =>
    `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`
  return (
    <p class={isSound ? 'verdict good' : 'alert'}>
      Identifier {column}: {write(rows, 'row')}, {write(nulls, 'null')}, {write(duplicates, 'duplicate')}.
      {!isSound && ' Rows without an identifier, or with one that others have, become dead letters.'}
    </p>
  )
}

function writeValue(value: unknown): string {
  if (value === null) return 'null'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}
