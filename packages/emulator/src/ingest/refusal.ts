/** Why a whole request was refused. */
export const REFUSAL_CODES = [
  'body_too_large',
  'content_encoding',
  'content_type',
  'invalid_json',
  'no_write_key',
  'unknown_write_key',
  'invalid_batch',
  'event_too_large',
  'rate_limited',
] as const

export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** A whole request that is refused: nothing of it is accepted. */
export interface Refusal {
  readonly status: 400 | 401 | 429
  readonly code: RefusalCode
  readonly message: string
}

/** A refusal with the documented 400. */
export function refuse(code: RefusalCode, message: string): Refusal {
  return { status: 400, code, message }
}
