import { SluiceError } from '@sluice/shared/errors'
import { parseEnvironment, type Environment } from '@sluice/shared/runtime'

/** How the console listens and whom it lets in. */
export interface ConsoleConfig {
  readonly host: string
  readonly port: number
  /** null lets everybody in who can reach it: only on a loopback address. */
  readonly credentials: { readonly user: string; readonly password: string } | null
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])

/** The console's part of the environment; refuses to be open to a network without credentials. */
export function parseConsoleConfig(env: Environment): ConsoleConfig {
  const {
    SLUICE_CONSOLE_HOST: host,
    SLUICE_CONSOLE_PORT: port,
    SLUICE_CONSOLE_USER: user,
    SLUICE_CONSOLE_PASSWORD: password,
  } = parseEnvironment(env, [
    'SLUICE_CONSOLE_HOST',
    'SLUICE_CONSOLE_PORT',
    'SLUICE_CONSOLE_USER',
    'SLUICE_CONSOLE_PASSWORD',
  ])
  if ((user === undefined) !== (password === undefined)) {
    throw new SluiceError(
      'environment_invalid',
      `environment: ${user === undefined ? 'SLUICE_CONSOLE_USER' : 'SLUICE_CONSOLE_PASSWORD'} is missing: the console needs both a user and a password`,
    )
  }
  if (user === undefined || password === undefined) {
    if (!LOOPBACK.has(host)) {
      throw new SluiceError(
        'environment_invalid',
        `environment: SLUICE_CONSOLE_USER and SLUICE_CONSOLE_PASSWORD are missing: the console listens on ${host}, which others can reach`,
      )
    }
    return { host, port, credentials: null }
  }
  return { host, port, credentials: { user, password } }
}
