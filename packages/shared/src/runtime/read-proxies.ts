import type { ProxySettings } from '../connection/index.ts'
import { SluiceError } from '../errors/index.ts'
import type { Environment } from './environment.ts'

/**
 * Reads HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in lower case first; throws where an address is none, and never shows it.
 */
export function readProxies(env: Environment): ProxySettings {
  const read = (name: string): string => env[name.toLowerCase()] || env[name] || ''
  const http = parseProxy('HTTP_PROXY', read('HTTP_PROXY'))
  return { http, https: parseProxy('HTTPS_PROXY', read('HTTPS_PROXY')) ?? http, except: read('NO_PROXY') }
}

/** Other tools take an address without a scheme, too. */
function parseProxy(name: string, text: string): string | null {
  if (text.trim() === '') return null
  const url = text.includes('://') ? text.trim() : `http://${text.trim()}`
  if (isProxyUrl(url)) return url
  throw new SluiceError(
    'environment_invalid',
    `environment: ${name} must be a URL like http://proxy.example:3128; percent-encode / @ # ? in its password`,
  )
}

function isProxyUrl(text: string): boolean {
  try {
    const { protocol, hostname, pathname } = new URL(text)
    return ['http:', 'https:'].includes(protocol) && hostname !== '' && pathname === '/'
  } catch {
    return false
  }
}
