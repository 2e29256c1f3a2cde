import { DEAD_LETTER_STAGES } from '@sluice/shared/domain'
import type { DeadLetterCode } from '@sluice/shared/errors'
import { SluiceError } from '@sluice/shared/errors'
import type { LetterOrderInput } from '@sluice/operations'

/** Which letters a page or an order is about: what stands in an address or a form, and nothing that is empty. */
export interface LetterScope {
  readonly id?: string
  readonly mapping?: string
  readonly sync?: string
  readonly stage?: string
  readonly code?: string
  readonly reason?: string
}

const KEYS = [
  'id',
  'mapping',
  'sync',
  'stage',
  'code',
  'reason',
] as const satisfies readonly (keyof LetterScope)[]

/** Reads a scope from an address or a form. */
export function readScope(values: URLSearchParams): LetterScope {
  return Object.fromEntries(
    KEYS.map((key) => [key, (values.get(key) ?? '').replaceAll('\0', '').trim()]).filter(
      ([, value]) => value !== '',
    ),
  )
}

/** A scope as an address or a form carries it. */
export function writeScope(scope: LetterScope): Readonly<Record<string, string>> {
  return Object.fromEntries(
    KEYS.flatMap((key) => {
      const value = scope[key]
      return value === undefined ? [] : [[key, value]]
    }),
  )
}

/** Where the letters of a scope are listed. */
export function findLettersPath(scope: LetterScope): string {
  const parameters = new URLSearchParams(writeScope(scope))
  return parameters.size === 0 ? 'dead-letters' : `dead-letters?${parameters}`
}

/** A scope as operations take it; refuses an id that cannot be one, since without it an order would mean more. */
export function parseScope({
  id,
  stage,
  code,
  ...rest
}: LetterScope): Omit<LetterOrderInput, 'all' | 'dryRun'> {
  if (id !== undefined && !/^\d{1,18}$/.test(id))
    throw new SluiceError('letter_unknown', `there is no dead letter ${id}`, {
      subject: { kind: 'dead-letter', id },
    })
  const known = DEAD_LETTER_STAGES.find((each) => each === stage)
  if (stage !== undefined && known === undefined)
    throw new SluiceError(
      'usage_invalid',
      `there is no stage ${stage}: it is ${DEAD_LETTER_STAGES.join(', ')}`,
    )
  return {
    ...rest,
    ...(id === undefined ? {} : { ids: [id] }),
    ...(known === undefined ? {} : { stage: known }),
    // Any word may stand there: none is like it then.
    ...(code === undefined ? {} : { code: code as DeadLetterCode }),
  }
}
