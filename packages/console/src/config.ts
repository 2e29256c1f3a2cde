import { SluiceError } from '@sluice/shared/errors'
import { parseEnvironment, type Environment } from '@sluice/shared/runtime'
import type { Credentials } from './access/account.ts'
import { readOidcConfig, type OidcConfig } from './access/oidc/oidc-config.ts'
import { isLoopback } from './access/is-loopback.ts'

/** How the console listens and whom it lets in. */
export interface ConsoleConfig {
  readonly host: string
  readonly port: number
  /** The path of a proxy that the console stands under, such as `/sluice`; empty for none. */
  readonly basePath: string
  /** null lets everybody in who can reach it, as an operator: only on a loopback address. */
  readonly credentials: readonly Credentials[] | null
  /** Origins whose pages may ask the API with a token. */
  readonly apiOrigins: readonly string[]
  /** A provider at which people sign in, too; null for none. */
  readonly oidc: OidcConfig | null
}

const VARIABLE_NAMES = [
  'SLUICE_CONSOLE_HOST',
  'SLUICE_CONSOLE_PORT',
  'SLUICE_CONSOLE_BASE_PATH',
  'SLUICE_CONSOLE_USER',
  'SLUICE_CONSOLE_PASSWORD',
  'SLUICE_CONSOLE_VIEWER_USER',
  'SLUICE_CONSOLE_VIEWER_PASSWORD',
  'SLUICE_API_ORIGINS',
] as const

/**
 * The console's part of the environment, every mistake at once; refuses to be open to a network without credentials.
 */
export function parseConsoleConfig(env: Environment): ConsoleConfig {
  const values = parseEnvironment(env, VARIABLE_NAMES)
  const host = values.SLUICE_CONSOLE_HOST
  const operator = { user: values.SLUICE_CONSOLE_USER, password: values.SLUICE_CONSOLE_PASSWORD }
  const viewer = { user: values.SLUICE_CONSOLE_VIEWER_USER, password: values.SLUICE_CONSOLE_VIEWER_PASSWORD }
  const { oidc, mistakes: oidcMistakes } = readOidcConfig(env)
  const hasProvider = oidc !== null || oidcMistakes.length > 0
  const mistakes = [
    ...oidcMistakes,
    ...listHalves('SLUICE_CONSOLE', operator),
    ...listHalves('SLUICE_CONSOLE_VIEWER', viewer),
    ...listBadNames('SLUICE_CONSOLE_USER', operator.user),
    ...listBadNames('SLUICE_CONSOLE_VIEWER_USER', viewer.user),
  ]
  const nobody = operator.user === undefined && operator.password === undefined
  if (nobody && (viewer.user ?? viewer.password) !== undefined) {
    mistakes.push(
      'SLUICE_CONSOLE_USER and SLUICE_CONSOLE_PASSWORD are missing: a console with a viewer needs an operator too',
    )
  } else if (nobody && !hasProvider && !isLoopback(host)) {
    mistakes.push(
      `SLUICE_CONSOLE_USER and SLUICE_CONSOLE_PASSWORD are missing: the console listens on ${host}, which others can reach`,
    )
  }
  if (viewer.user !== undefined && viewer.user === operator.user) {
    mistakes.push('SLUICE_CONSOLE_VIEWER_USER must be another than SLUICE_CONSOLE_USER')
  }
  if (mistakes.length > 0) throw new SluiceError('environment_invalid', `environment: ${mistakes.join('; ')}`)
  const credentials = [listAccount('operator', operator), listAccount('viewer', viewer)].flat()
  return {
    host,
    port: values.SLUICE_CONSOLE_PORT,
    basePath: values.SLUICE_CONSOLE_BASE_PATH,
    credentials: nobody && oidc === null ? null : credentials,
    oidc,
    apiOrigins: values.SLUICE_API_ORIGINS,
  }
}

interface Given {
  readonly user: string | undefined
  readonly password: string | undefined
}

function listHalves(name: string, { user, password }: Given): string[] {
  if ((user === undefined) === (password === undefined)) return []
  return [
    `${name}_${user === undefined ? 'USER' : 'PASSWORD'} is missing: the console needs both a user and a password`,
  ]
}

function listBadNames(name: string, user: string | undefined): string[] {
  return user?.includes(':') === true
    ? [`${name} must hold no colon: HTTP Basic auth ends the name there`]
    : []
}

function listAccount(role: Credentials['role'], { user, password }: Given): Credentials[] {
  return user === undefined || password === undefined ? [] : [{ user, password, role }]
}
