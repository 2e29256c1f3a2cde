import { expect } from '@jest/globals'
import type { ActionName, Json } from '@sluice/shared/domain'
import { compileMapping } from '../../compile-mapping.ts'
import { formatPath } from '../../language/mapping-error.ts'
import { lintMapping } from '../lint-mapping.ts'

/** The columns of a model, where a test names none. */
export const COLUMNS = ['id', 'email', 'plan', 'items', 'user_id']

/** A mapping, and the columns of its model; null where they are not known. */
export interface Given {
  readonly action?: ActionName
  readonly fields: { readonly [field: string]: Json }
  readonly filter?: string
  readonly columns?: readonly string[] | null
}

/** What is said of a mapping that compiles, each with its place. */
export function lint({
  action = 'sendIdentify',
  fields,
  filter,
  columns = COLUMNS,
}: Given): readonly string[] {
  const config = { action, fields, filter: filter ?? null }
  expect(compileMapping(config, { library: { name: 'sluice', version: '0' } })).toMatchObject({ ok: true })
  return lintMapping(config, { model: 'people', columns }).map(
    ({ path, message }) => `${formatPath(path)} ${message}`,
  )
}

/** The same of one value among the traits of a mapping that is sound otherwise. */
export const lintTrait = (value: Json, columns?: null): readonly string[] =>
  lint({ fields: { user_id: ID, traits: { x: value } }, ...(columns === null && { columns }) })

/** The same of a filter. */
export const lintFilter = (filter: string): readonly string[] => lint({ fields: { user_id: ID }, filter })

/** The id of a customer. */
export const ID = { '@path': '$.properties.id' }
