import { html, type Html } from './html.ts'

/** A column of texts, or of counts. */
export type Column = string | { readonly count: string }

type Cell = Html | string | number | null

/**
 * A part of a page that is a table under a heading; counts stand to the right, with
 * commas. Where it is narrow the style stacks the cells of a row, each after the name
 * of its column; a browser would forget that it is a table, so the roles say it.
 */
export function showTable(
  heading: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Html {
  const names = columns.map((column) => (typeof column === 'string' ? column : column.count))
  return html`<section>
    <h2>${heading}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="${heading}">
      <table role="table">
        <thead role="rowgroup">
          <tr role="row">
            ${columns.map((column) =>
              typeof column === 'string'
                ? html`<th role="columnheader">${column}</th>`
                : html`<th role="columnheader" class="number">${column.count}</th>`,
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${rows.map(
            (cells) =>
              html`<tr role="row">
                ${cells.map((cell, index) => showCell(cell, names[index] ?? ''))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}

function showCell(cell: Cell, name: string): Html {
  return typeof cell === 'number'
    ? html`<td role="cell" data-column="${name}" class="number">${cell.toLocaleString('en-US')}</td>`
    : html`<td role="cell" data-column="${name}"><span>${cell}</span></td>`
}
