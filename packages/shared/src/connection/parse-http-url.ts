import type { UrlMistake } from './parse-postgres-url.ts'

// A host of letters, digits, dots and dashes, or an address in brackets; nothing that could be a piece of a password.
const SHAPE = /^https?:\/\/(?:[\p{L}\p{N}._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:\/[^\s@?#\\]*)?$/iu

/**
 * The base URL of a server that is spoken to over HTTP. It names nobody and asks for
 * nothing: a user, a password, a query or a fragment would be shown wherever the server
 * is told of, and is refused. A mistake holds nothing of the text.
 */
export function parseHttpUrl(text: string, example: string): { readonly url: string } | UrlMistake {
  const url = text.trim()
  if (SHAPE.test(url) && URL.canParse(url)) return { url }
  const isSigned = /^https?:\/\/.*@/is.test(url)
  return {
    mistake: `must be a URL like ${example}${isSigned ? ', without a user and a password: the write key signs in' : ''}`,
  }
}
