/**
 * Why a local server cannot be had: one lower-case line that says what was tried and what to do, without any password.
 */
export class LocalServerError extends Error {
  override readonly name = 'LocalServerError'
}
