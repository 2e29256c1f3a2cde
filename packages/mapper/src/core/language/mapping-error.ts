import type { DeadLetterCode } from '@sluice/shared/errors'

/** Where something stands in a mapping, from the mapping's root: `['fields', 'traits', 'email', '@path']`. */
export type MappingPath = readonly (string | number)[]

/**
 * A row that this mapping cannot turn into an event. The message says what to change
 * and never holds a value of the row; `path` is the place in the mapping.
 */
export class MappingError extends Error {
  readonly code: DeadLetterCode
  readonly path: MappingPath
  override readonly name = 'MappingError'

  constructor(code: DeadLetterCode, path: MappingPath, message: string) {
    super(message)
    this.code = code
    this.path = path
  }
}

/** A mapping path as people write it: `fields.traits.email.@path`. */
export function formatPath(path: MappingPath): string {
  return path.join('.')
}
