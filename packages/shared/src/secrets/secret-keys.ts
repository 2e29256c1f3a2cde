import { createHash, hkdfSync } from 'node:crypto'
import { SluiceError } from '../errors/index.ts'

/**
 * What a key is for: connections of sources, write keys of destinations, contents of dead letters, addresses and
 * signatures of alerts.
 */
export type SecretPurpose = 'sources' | 'destinations' | 'letters' | 'alerts'

export const SECRET_PURPOSES: readonly SecretPurpose[] = ['sources', 'destinations', 'letters', 'alerts']

/** The variable that gives a process the key of one purpose; `_PREVIOUS` at its end: the key before. */
export const KEY_VARIABLES = {
  sources: 'SLUICE_SOURCES_KEY',
  destinations: 'SLUICE_DESTINATIONS_KEY',
  // Rows under way are sealed with it, too; the purpose keeps its name, which is part of what is sealed.
  letters: 'SLUICE_DATA_KEY',
  alerts: 'SLUICE_ALERTS_KEY',
} as const satisfies Record<SecretPurpose, string>

/** A key for sealing and, while keys are rotated, older ones for opening; each is 32 bytes in base64. */
export interface KeyRing {
  readonly current: string
  readonly previous: readonly string[]
}

/** The keys that a process was given; it can neither seal nor open what the missing ones are for. */
export type SecretKeys = { readonly [Purpose in SecretPurpose]?: KeyRing }

const KEY_BYTES = 32

/** The key of one purpose, in base64: HKDF-SHA256 of the master key, from which none of the others can be told. */
export function deriveSecretKey(master: string, purpose: SecretPurpose): string {
  const { bytes } = parseSecretKey(master)
  return Buffer.from(hkdfSync('sha256', bytes, '', `sluice/${purpose}`, KEY_BYTES)).toString('base64')
}

/** The keys of every purpose, from a master key and the ones that it took the place of. */
export function deriveSecretKeys(master: string, previousMasters: readonly string[] = []): SecretKeys {
  return Object.fromEntries(
    SECRET_PURPOSES.map((purpose): [SecretPurpose, KeyRing] => [
      purpose,
      {
        current: deriveSecretKey(master, purpose),
        previous: previousMasters.map((previous) => deriveSecretKey(previous, purpose)),
      },
    ]),
  )
}

/** A key and its short public id, which tells keys apart without telling anything about them. */
export function parseSecretKey(key: string): { readonly id: string; readonly bytes: Buffer } {
  const bytes = Buffer.from(key, 'base64')
  if (bytes.length !== KEY_BYTES) {
    throw new SluiceError(
      'environment_invalid',
      `a secret key must be ${KEY_BYTES} bytes in base64: openssl rand -base64 32`,
    )
  }
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes }
}
