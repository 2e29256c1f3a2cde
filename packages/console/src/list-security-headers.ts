const COMMON = ["default-src 'none'", "base-uri 'self'", "form-action 'self'", "frame-ancestors 'none'"]

/** What our own pages load is files of ours; the styles that an editor makes for itself are known by a nonce. */
const listPagePolicy = (nonce: string): string =>
  [
    ...COMMON,
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "connect-src 'self'",
  ].join('; ')

/** What the board's pages need, and nothing else. They style elements inline; none of their scripts is. */
const BOARD_POLICY = [
  ...COMMON,
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
].join('; ')

/**
 * The headers of every answer: nothing foreign is loaded, nothing is framed, kept or told to others. A nonce is of one
 * answer.
 */
export function listSecurityHeaders(isBoard: boolean, nonce: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': isBoard ? BOARD_POLICY : listPagePolicy(nonce),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
  }
}
