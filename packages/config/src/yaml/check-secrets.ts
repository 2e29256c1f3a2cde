import { VARIABLE, maskVariables } from './interpolate.ts'
import type { Report } from '../items/mistake.ts'
import { isRecord, readAt } from '../items/json-value.ts'

interface Secret {
  readonly section: string
  readonly keys: readonly string[]
  /** What is wrong with the text, in which VARIABLE stands for what comes from the environment; null for nothing. */
  readonly judge: (masked: string) => string | null
}

const SECRETS: readonly Secret[] = [
  { section: 'sources', keys: ['connection'], judge: judgeConnection },
  { section: 'sources', keys: ['ssl', 'key'], judge: judgeKey },
  { section: 'destinations', keys: ['write_key'], judge: judgeWriteKey },
]

/**
 * Refuses secrets that stand in the file itself, wholly or in part, instead of in the environment; never quotes one.
 */
export function checkSecrets(written: unknown, report: Report): void {
  if (!isRecord(written)) return
  for (const { section, keys, judge } of SECRETS) {
    const items = written[section]
    if (!Array.isArray(items)) continue
    items.forEach((item: unknown, index) => {
      const secret = readAt(item, keys)
      if (secret === undefined || secret === null) return
      const mistake = judge(typeof secret === 'string' ? maskVariables(secret) : '')
      if (mistake !== null) report([section, index, ...keys], mistake)
    })
  }
}

function judgeWriteKey(masked: string): string | null {
  return isVariable(masked) ? null : describeSecret('"${SEGMENT_WRITE_KEY}"')
}

/** The lines around a key are no secret. */
function judgeKey(masked: string): string | null {
  const bare = masked.replaceAll(/-----(?:BEGIN|END) [A-Z ]+-----|\s/g, '')
  return isVariable(bare) ? null : describeSecret('"${WAREHOUSE_KEY}"')
}

/**
 * A URL may name its host and its database, whom it signs in as, and what it asks of TLS; not a piece of its password.
 */
function judgeConnection(masked: string): string | null {
  if (!masked.includes(VARIABLE)) return describeSecret('"${WAREHOUSE_URL}"')
  const [address = '', ...queries] = masked.replace(SCHEME, '').split(/\?(?!.*@)/s)
  const [, user] = /^(.*)@/s.exec(address) ?? []
  const passwords = [...queries.join('&').matchAll(SECRET_PARAMETER)].map(([, value = '']) => value)
  if (user !== undefined) passwords.push(readPassword(user, masked))
  return passwords.every((password) => password === '' || isVariable(password))
    ? null
    : 'holds a password, or a piece of one, that must come from the environment as a whole: write "postgres://user:${WAREHOUSE_PASSWORD}@host:5432/warehouse", and set that variable'
}

const SCHEME = new RegExp(`^(?:[a-z]+|${VARIABLE}+)://`, 'i')
const SECRET_PARAMETER = /(?:^|&)\s*(?:password|sslpassword)=([^&]*)/gi

/**
 * What stands before the @ of a URL and is no name: after the first colon, or all of it
 * where a variable may bring that colon.
 */
function readPassword(user: string, masked: string): string {
  const colon = user.indexOf(':')
  if (colon !== -1) return user.slice(colon + 1)
  return masked.startsWith(VARIABLE) ? user : ''
}

function isVariable(text: string): boolean {
  return text !== '' && text.replaceAll(VARIABLE, '') === ''
}

function describeSecret(example: string): string {
  return `is a secret and must come from the environment: write ${example} and set that variable`
}
