import type { IncomingHttpHeaders } from 'node:http'

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/**
 * True for an order that a page of another site may have had a browser send. A browser
 * adds its credentials to any site's requests, and says whose they are: in
 * Sec-Fetch-Site over https and on localhost, else in Origin. Programs send neither.
 */
export function isFromOtherSite(method: string, headers: IncomingHttpHeaders): boolean {
  if (SAFE_METHODS.includes(method)) return false
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const { origin } = headers
  if (origin === undefined) return false
  // A page cannot set the second for another site without being asked about it first.
  const hosts = [headers.host, headers['x-forwarded-host']]
  return !URL.canParse(origin) || !hosts.includes(new URL(origin).host)
}
