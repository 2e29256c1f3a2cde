/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact'

/** A column of texts, or of counts. */
export type Column = string | { readonly count: string }

/** What stands in a cell; a number is written with commas. */
export type Cell = ComponentChildren

/**
 * A table with a name. Counts stand to the right. Where it is narrow the style stacks the cells of a row, each after
 * the name of its column; a browser would forget that it is a table, so the roles say it.
 */
export function Table({
  name,
  columns,
  rows,
}: {
  readonly name: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}): VNode {
  const names = columns.map((column) => (typeof column === 'string' ? column : column.count))
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={name}>
      <table role="table" aria-label={name}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column, index) => (
              <th key={index} role="columnheader" class={typeof column === 'string' ? undefined : 'number'}>
                {names[index]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((cells, row) => (
            <tr key={row} role="row">
              {cells.map((cell, index) => (
                <td
                  key={index}
                  role="cell"
                  data-column={names[index]}
                  class={typeof cell === 'number' ? 'number' : undefined}
                >
                  {typeof cell === 'number' ? cell.toLocaleString('en-US') : <span>{cell}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
