import { html, type Html } from './html.ts'

/** A column of texts, or of counts. */
export type Column = string | { readonly count: string }

type Cell = Html | string | number | null

/** A part of a page that is a table under a heading; counts stand to the right, with commas. */
export function showTable(
  heading: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Html {
  return html`<section>
    <h2>${heading}</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${columns.map((column) =>
              typeof column === 'string'
                ? html`<th>${column}</th>`
                : html`<th class="number">${column.count}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (cells) =>
              html`<tr>
                ${cells.map(showCell)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}

function showCell(cell: Cell): Html {
  return typeof cell === 'number'
    ? html`<td class="number">${cell.toLocaleString('en-US')}</td>`
    : html`<td>${cell}</td>`
}
