import { SluiceError } from '../errors/index.ts'
import {
  KEY_VARIABLES,
  deriveSecretKeys,
  type KeyRing,
  type SecretKeys,
  type SecretPurpose,
} from '../secrets/index.ts'
import { parseEnvironment, type Environment } from './environment.ts'

/** The keys of a process, or what is wrong with them. */
export interface ReadSecretKeys {
  readonly keys: SecretKeys
  readonly mistakes: readonly string[]
  /** What is understood and will not always be; each to be told once. */
  readonly notices: readonly string[]
}

// Understood until version 0.3.
const RENAMED = {
  SLUICE_LETTERS_KEY: 'SLUICE_DATA_KEY',
  SLUICE_LETTERS_KEY_PREVIOUS: 'SLUICE_DATA_KEY_PREVIOUS',
} as const

/**
 * Reads the keys of the purposes that a process has: all of them from SLUICE_SECRET_KEY where that
 * is given, else each from its own variable, so that a worker need not hold what it has no use for.
 */
export function readSecretKeys(given: Environment, purposes: readonly SecretPurpose[]): ReadSecretKeys {
  if (purposes.length === 0) return { keys: {}, mistakes: [], notices: [] }
  const { env, notices } = renameVariables(given)
  const hasAny = purposes.some((purpose) => isSet(env, KEY_VARIABLES[purpose]))
  try {
    // Without any key at all the master is the one to name.
    if (isSet(env, 'SLUICE_SECRET_KEY') || !hasAny)
      return { keys: readMaster(env), mistakes: [], notices: [] }
    const keys: { [Purpose in SecretPurpose]?: KeyRing } = {}
    const names = purposes.map((purpose) => KEY_VARIABLES[purpose])
    const values = parseEnvironment(env, [...names, ...names.map((name) => `${name}_PREVIOUS` as const)])
    for (const purpose of purposes) {
      const name = KEY_VARIABLES[purpose]
      const old = values[`${name}_PREVIOUS`]
      const current = values[name]
      if (current !== undefined) keys[purpose] = { current, previous: old === undefined ? [] : [old] }
    }
    return { keys, mistakes: [], notices }
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    return { keys: {}, mistakes: error.message.replace(/^environment: /, '').split('; '), notices }
  }
}

/** The environment with what stands under a name of before under the one of today, unless that is set itself. */
function renameVariables(given: Environment): {
  readonly env: Environment
  readonly notices: readonly string[]
} {
  const old = Object.entries(RENAMED).filter(([before, now]) => isSet(given, before) && !isSet(given, now))
  return {
    env: { ...given, ...Object.fromEntries(old.map(([before, now]) => [now, given[before]])) },
    notices: old.map(([before, now]) => `${before} is called ${now} now; its old name goes with version 0.3`),
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
