import { types } from 'node:util'

/** True for every Error, also one that was made in another realm (a worker, a sandbox), where `instanceof` fails. */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error
}
