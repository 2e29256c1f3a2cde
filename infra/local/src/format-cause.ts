/** What an error says, in one line; a connection refused by two addresses says it once for each. */
export function formatCause(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return String(cause)
  if ('errors' in cause && Array.isArray(cause.errors)) return cause.errors.map(formatCause).join(', ')
  const message = 'message' in cause ? String(cause.message) : ''
  return message.replaceAll(/\s*\n\s*/g, ' ') || 'no reason given'
}
