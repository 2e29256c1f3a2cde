const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /CERT|TLS|SSL|SELF_SIGNED|SIGNATURE|EPROTO/,
    'TLS failed: if a proxy stands in between, NODE_EXTRA_CA_CERTS names its certificate',
  ],
  [/ENOTFOUND|EAI_AGAIN/, 'its name has no address: is the URL right, and does this machine reach a DNS?'],
  [/ECONNREFUSED/, 'nothing listens there: is the URL right?'],
  [
    /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|in time/,
    'is there a way out of this network, or does it need a proxy?',
  ],
  [/not HTTP|lost|ECONNRESET|EPIPE/, 'something else than the API answers there, or a proxy cuts it off'],
]

/** Why a server could not be reached, in words for who must mend it. */
export function formatNoAnswer(url: string, reason: string): string {
  const hint = HINTS.find(([pattern]) => pattern.test(reason))?.[1]
  return `${url} cannot be reached (${reason})${hint === undefined ? '' : `: ${hint}`}`
}
