import { VARIABLE, maskVariables } from './interpolate.ts'
import type { Report } from '../items/mistake.ts'
import { isRecord, readAt } from '../items/json-value.ts'
import { RESOURCE_KINDS, SECTION_PATHS, listKeys, type ResourceKind } from '../items/kinds.ts'

/** What is wrong with the text, in which VARIABLE stands for what comes from the environment; null for nothing. */
type Judge = (masked: string) => string | null

/** Of hidden texts those that are more than a variable, by their place in an item. */
const JUDGES: Readonly<Record<string, Judge>> = {
  connection: judgeConnection,
  'ssl.ca': () => null,
  'ssl.cert': () => null,
  'ssl.key': judgeKey,
  write_key: judgeWriteKey,
}

/**
 * Refuses secrets that stand in the file itself, wholly or in part, instead of in the environment; never quotes one.
 */
export function checkSecrets(written: unknown, report: Report): void {
  if (!isRecord(written)) return
  for (const kind of RESOURCE_KINDS) {
    const items = readAt(written, SECTION_PATHS[kind])
    if (!Array.isArray(items)) continue
    items.forEach((item: unknown, index) => {
      for (const [path, secret] of listHidden(kind, item)) {
        const judge = kind === 'channel' ? judgeChannel(path) : (JUDGES[path.join('.')] ?? judgeOther(path))
        const mistake = judge(typeof secret === 'string' ? maskVariables(secret) : '')
        if (mistake !== null) report([...SECTION_PATHS[kind], index, ...path], mistake)
      }
    })
  }
}

/** What an item says at a place of it. */
type Said = readonly [path: readonly string[], said: unknown]

/** What an item says under its hidden keys, piece by piece. */
function listHidden(kind: ResourceKind, item: unknown): readonly Said[] {
  if (!isRecord(item)) return []
  return listKeys(kind, item)
    .filter(([, { isHidden }]) => isHidden)
    .flatMap(([, { name, nested }]): readonly Said[] => {
      const said = item[name]
      if (nested === undefined) return [[[name], said]]
      // What is no object is no secret either, and a mistake of another kind.
      return isRecord(said) ? nested.map((member) => [[name, member], said[member]] as const) : []
    })
    .filter(([, said]) => said !== undefined && said !== null)
}

/** A URL may be written out but for what lets people in: the password of a mail server, any piece of other URLs. */
function judgeChannel(path: readonly string[]): Judge {
  if (path[0] !== 'url') return judgeOther(['alert', ...path])
  return (masked) => {
    if (/^smtps?:/i.test(masked)) {
      const [, password = ''] = /^[^/]*\/\/[^@]*?:(.*)@/s.exec(masked) ?? []
      return password === '' || isVariable(password)
        ? null
        : formatSecret('"smtps://user:${SMTP_PASSWORD}@host:465"')
    }
    return masked.includes(VARIABLE) ? null : formatSecret('"${ALERT_URL}"')
  }
}

function judgeOther(path: readonly string[]): Judge {
  return (masked) => (isVariable(masked) ? null : formatSecret(`"\${${path.join('_').toUpperCase()}}"`))
}

function judgeWriteKey(masked: string): string | null {
  return isVariable(masked) ? null : formatSecret('"${SEGMENT_WRITE_KEY}"')
}

/** The lines around a key are no secret. */
function judgeKey(masked: string): string | null {
  const bare = masked.replaceAll(/-----(?:BEGIN|END) [A-Z ]+-----|\s/g, '')
  return isVariable(bare) ? null : formatSecret('"${WAREHOUSE_KEY}"')
}

/**
 * A URL may name its host and its database, whom it signs in as, and what it asks of TLS; not a piece of its password.
 */
function judgeConnection(masked: string): string | null {
  if (!masked.includes(VARIABLE)) return formatSecret('"${WAREHOUSE_URL}"')
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

function formatSecret(example: string): string {
  return `is a secret and must come from the environment: write ${example} and set that variable`
}
