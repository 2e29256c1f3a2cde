import { createHash } from 'node:crypto'
import type { ModelColumn } from './model-column.ts'

/** Part of every digest: a new way to make them must raise it. */
const FORMAT = 1

/**
 * The two 64-bit numbers, in decimal, from which the halves of a row's digest begin. They are made of the names
 * and types of the columns, so that the digests of all rows change when a column is added, renamed or retyped.
 */
export function createDigestSeeds(
  columns: readonly Pick<ModelColumn, 'name' | 'typeName'>[],
): readonly [high: string, low: string] {
  const signature = JSON.stringify([FORMAT, columns.map(({ name, typeName }) => [name, typeName])])
  const hash = createHash('sha256').update(signature).digest()
  return [hash.readBigInt64BE(0).toString(), hash.readBigInt64BE(8).toString()]
}
