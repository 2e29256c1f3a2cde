import { SluiceError } from '../errors/index.ts'
import { deriveSecretKeys, type KeyRing, type SecretKeys, type SecretPurpose } from '../secrets/index.ts'
import { parseEnvironment, type Environment } from './environment.ts'

/** The keys of a process, or what is wrong with them. */
export interface ReadSecretKeys {
  readonly keys: SecretKeys
  readonly mistakes: readonly string[]
}

const VARIABLE_OF = {
  sources: ['SLUICE_SOURCES_KEY', 'SLUICE_SOURCES_KEY_PREVIOUS'],
  destinations: ['SLUICE_DESTINATIONS_KEY', 'SLUICE_DESTINATIONS_KEY_PREVIOUS'],
  letters: ['SLUICE_LETTERS_KEY', 'SLUICE_LETTERS_KEY_PREVIOUS'],
} as const satisfies Record<SecretPurpose, readonly [string, string]>

/**
 * Reads the keys of the purposes that a process has: all of them from SLUICE_SECRET_KEY where that
 * is given, else each from its own variable, so that a worker need not hold what it has no use for.
 */
export function readSecretKeys(env: Environment, purposes: readonly SecretPurpose[]): ReadSecretKeys {
  if (purposes.length === 0) return { keys: {}, mistakes: [] }
  const hasAny = purposes.some((purpose) => isSet(env, VARIABLE_OF[purpose][0]))
  try {
    // Without any key at all the master is the one to name.
    if (isSet(env, 'SLUICE_SECRET_KEY') || !hasAny) return { keys: readMaster(env), mistakes: [] }
    const keys: { [Purpose in SecretPurpose]?: KeyRing } = {}
    const names = purposes.flatMap((purpose) => VARIABLE_OF[purpose])
    const values = parseEnvironment(env, names)
    for (const purpose of purposes) {
      const [current, previous] = VARIABLE_OF[purpose]
      const old = values[previous]
      keys[purpose] = { current: values[current], previous: old === undefined ? [] : [old] }
    }
    return { keys, mistakes: [] }
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    return { keys: {}, mistakes: error.message.replace(/^environment: /, '').split('; ') }
  }
}

function readMaster(env: Environment): SecretKeys {
  const values = parseEnvironment(env, ['SLUICE_SECRET_KEY', 'SLUICE_SECRET_KEY_PREVIOUS'])
  const previous = values.SLUICE_SECRET_KEY_PREVIOUS
  return deriveSecretKeys(values.SLUICE_SECRET_KEY, previous === undefined ? [] : [previous])
}

function isSet(env: Environment, name: string): boolean {
  return env[name] !== undefined && env[name] !== ''
}
