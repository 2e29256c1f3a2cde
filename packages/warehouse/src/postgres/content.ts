import type { Column } from '../port.ts'
import type { ModelColumn } from './model-column.ts'
import { createRowJson } from './row-json.ts'

/**
 * How the rows of a staged table are kept: as `columns`, to be turned into JSON page by
 * page when they are read, or as `json` where no table can have such columns.
 */
export interface Content {
  readonly form: 'columns' | 'json'
  readonly columns: readonly Column[]
  readonly identifier: string
}

/**
 * A row of a table must fit a page of 8 kB even when all that can be moved out of it
 * has been; the rest is for columns of our own.
 */
const WIDTH_LIMIT_BYTES = 6_000
/** A value that was moved out leaves a pointer of 18 bytes, aligned. */
const POINTER_BYTES = 24

/** Chooses how the rows of a model are kept. */
export function planContent(columns: readonly ModelColumn[], identifier: string): Content {
  const width = columns
    .map(({ typeLength }) => (typeLength > 0 ? Math.ceil(typeLength / 8) * 8 : POINTER_BYTES))
    .reduce((sum, bytes) => sum + bytes, 0)
  const fitsTable = width <= WIDTH_LIMIT_BYTES && !columns.some(({ isPseudo }) => isPseudo)
  return {
    form: fitsTable ? 'columns' : 'json',
    columns: columns.map(({ name, type }) => ({ name, type })),
    identifier,
  }
}

/**
 * The name of the column that holds the values of a model's column, counted from 0, in what createModelSelect gives.
 */
export function nameValue(index: number): string {
  return `c${index + 1}`
}

/** The names of the columns that hold the content of a row in a staged table. */
export function listContentColumns({ form, columns }: Content): readonly string[] {
  return form === 'json' ? ['content'] : columns.map((_, index) => nameValue(index))
}

/** The SQL of what these columns hold, over a row of createModelSelect. */
export function listContentValues(content: Content, relation: string): readonly string[] {
  return content.form === 'json'
    ? [createValuesJson(content, relation)]
    : listContentColumns(content).map((name) => `${relation}.${name}`)
}

/** The SQL of a row's JSON text, over a row of createModelSelect. */
export function createValuesJson({ columns }: Content, relation: string): string {
  return createRowJson(columns, (_, index) => `${relation}.${nameValue(index)}`)
}

/** The SQL of a row's JSON text, over a row of a staged table. */
export function createContentJson(content: Content, relation: string): string {
  return content.form === 'json' ? `${relation}.content` : createValuesJson(content, relation)
}
