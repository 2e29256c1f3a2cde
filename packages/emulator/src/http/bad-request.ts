/** A question or rule of a client that makes no sense; answered 400 with its message. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest'
}
