import { parseConsoleConfig } from '@sluice/console/config'
import {
  VARIABLES,
  WORKER_VARIABLES,
  parseEnvironment,
  readSecretKeys,
  type Environment,
} from '@sluice/shared/runtime'
import { KEY_VARIABLES } from '@sluice/shared/secrets'
import { WORKER_PARTS, type WorkerName } from './worker-parts.ts'

const KEY = Buffer.alloc(32).toString('base64')
const KEY_NAMES = Object.values(KEY_VARIABLES)

/** Something that a variable may well hold, for one whose value is known only where it is deployed. */
export function createSampleValue(name: string): string {
  if (name === 'DATABASE_URL') return 'postgres://user:password@host:5432/sluice'
  if (name === 'REDIS_URL') return 'rediss://host:6379'
  return /_KEY(_PREVIOUS)?$/.test(name) ? KEY : name.toLowerCase()
}

/**
 * What a worker would complain about, were it started with this environment, by the
 * code that it reads it with; and what it is given without a use for it: a name that no
 * code knows, a key of another worker's secrets, the key of all of them.
 */
export function listEnvironmentMistakes(worker: WorkerName, env: Environment): readonly string[] {
  const { secrets } = WORKER_PARTS[worker]
  const { mistakes } = readSecretKeys(env, secrets)
  const own = secrets.map((purpose) => KEY_VARIABLES[purpose])
  return [
    ...collect(() => parseEnvironment(env, WORKER_VARIABLES, { mistakes })),
    ...(worker === 'console' ? collect(() => parseConsoleConfig(env)) : []),
    ...Object.keys(env)
      .filter((name) => !(name in VARIABLES))
      .map((name) => `${name} is no variable of Sluice`),
    ...KEY_NAMES.filter((name) => !own.some((each) => each === name)).flatMap((name) =>
      [name, `${name}_PREVIOUS`].filter((given) => given in env).map((given) => `${given} is not for it`),
    ),
    ...['SLUICE_SECRET_KEY', 'SLUICE_SECRET_KEY_PREVIOUS']
      .filter((name) => name in env)
      .map((name) => `${name} opens every secret, and no worker needs that`),
    ...own.filter((name) => !(name in env) && isNeeded(name)).map((name) => `${name} is not given`),
  ]
}

function isNeeded(name: keyof typeof VARIABLES): boolean {
  return !VARIABLES[name].safeParse(undefined).success
}

function collect(parse: () => unknown): readonly string[] {
  try {
    parse()
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}
