/** A messageId as Sluice makes it: a SHA-256 in base64url. */
const IS_MESSAGE_ID = /^[\w-]{43}$/

/** The hex digest that a messageId is; null for what is none of ours. */
export function digestOfMessage(messageId: string): string | null {
  return IS_MESSAGE_ID.test(messageId) ? Buffer.from(messageId, 'base64url').toString('hex') : null
}
