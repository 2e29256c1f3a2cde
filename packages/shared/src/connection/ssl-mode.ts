/**
 * What a connection asks of TLS, in libpq's words, and `no-verify`, which is the
 * driver's own: encrypted, whoever answers.
 */
export type SslMode = 'disable' | 'prefer' | 'require' | 'no-verify' | 'verify-ca' | 'verify-full'

const SSL_MODES: Readonly<Record<string, SslMode>> = {
  disable: 'disable',
  // libpq would try without TLS first: whoever lets it choose is served better the other way round.
  allow: 'prefer',
  prefer: 'prefer',
  require: 'require',
  'no-verify': 'no-verify',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
}
const YES = ['true', '1', 'yes', 'on', 't', 'y']
const NO = ['false', '0', 'no', 'off', 'f', 'n']

/** What a word for `sslmode`, in any case, asks for; undefined for another word. */
export function readSslMode(word: string): SslMode | undefined {
  const mode = word.trim().toLowerCase()
  return Object.hasOwn(SSL_MODES, mode) ? SSL_MODES[mode] : undefined
}

/** What JDBC's and the driver's own switch `ssl` asks for; it takes the words of `sslmode` too. */
export function readSslSwitch(word: string): SslMode | undefined {
  const value = word.trim().toLowerCase()
  if (value === '' || YES.includes(value)) return 'require'
  return NO.includes(value) ? 'disable' : readSslMode(value)
}

/**
 * What all that a URL says of TLS asks for together; null when it says nothing, undefined when
 * one contradicts the other. A switch that is on asks for TLS, and the mode says how strictly.
 */
export function joinSslModes(
  mode: SslMode | undefined,
  switched: SslMode | undefined,
): SslMode | null | undefined {
  if (mode === undefined || switched === undefined || mode === switched) return mode ?? switched ?? null
  const asks = (each: SslMode): boolean => each !== 'disable' && each !== 'prefer'
  if (asks(mode) !== asks(switched)) return undefined
  if (!asks(mode)) return 'disable'
  return switched === 'require' ? mode : undefined
}
