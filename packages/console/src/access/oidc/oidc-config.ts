import { isLoopbackHost } from '../is-loopback.ts'
import { parseEnvironment, type Environment } from '@sluice/shared/runtime'

/** How people sign in at an OpenID Connect provider. */
export interface OidcConfig {
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: string
  /** Where the provider sends browsers back to. */
  readonly redirectUrl: URL
  /** What it is called on the sign-in page. */
  readonly name: string
  /** The claim that says which roles somebody has: a name, or names with dots between them. */
  readonly roleClaim: string
  /** Values of the claim that make somebody an operator, and a viewer. */
  readonly operators: readonly string[]
  readonly viewers: readonly string[]
}

/** The provider as the environment says it, null where it says none, and what is wrong with it. */
export interface ReadOidcConfig {
  readonly oidc: OidcConfig | null
  readonly mistakes: readonly string[]
}

const NAMES = [
  'SLUICE_CONSOLE_URL',
  'SLUICE_OIDC_ISSUER',
  'SLUICE_OIDC_CLIENT_ID',
  'SLUICE_OIDC_CLIENT_SECRET',
  'SLUICE_OIDC_NAME',
  'SLUICE_OIDC_ROLE_CLAIM',
  'SLUICE_OIDC_OPERATORS',
  'SLUICE_OIDC_VIEWERS',
] as const

/** What must be there as soon as an issuer is. */
const NEEDED = ['SLUICE_CONSOLE_URL', 'SLUICE_OIDC_CLIENT_ID', 'SLUICE_OIDC_CLIENT_SECRET'] as const

/** The path below the console that the provider sends browsers back to. */
export const CALLBACK_PATH = '/sign-in/back'

/** Reads the provider; fails with `environment_invalid` for what is malformed by itself. */
export function readOidcConfig(env: Environment): ReadOidcConfig {
  const values = parseEnvironment(env, NAMES)
  const issuerText = values.SLUICE_OIDC_ISSUER
  if (issuerText === undefined) {
    const lone = NAMES.filter(
      (name) => name.startsWith('SLUICE_OIDC') && (env[name] ?? '') !== '' && name !== 'SLUICE_OIDC_ISSUER',
    )
    const mistakes = lone.map((name) => `${name} says nothing without SLUICE_OIDC_ISSUER`)
    return { oidc: null, mistakes }
  }
  const mistakes = NEEDED.filter((name) => values[name] === undefined).map(
    (name) => `${name} is missing: SLUICE_OIDC_ISSUER needs it`,
  )
  const issuer = new URL(issuerText)
  if (issuer.protocol !== 'https:' && !isLoopbackHost(issuer.host))
    mistakes.push('SLUICE_OIDC_ISSUER must be https://, or on this machine')
  const operators = splitList(values.SLUICE_OIDC_OPERATORS)
  const viewers = splitList(values.SLUICE_OIDC_VIEWERS)
  if (operators.length + viewers.length === 0)
    mistakes.push('SLUICE_OIDC_OPERATORS and SLUICE_OIDC_VIEWERS are missing: nobody would have a role')
  if (mistakes.length > 0) return { oidc: null, mistakes }
  const oidc: OidcConfig = {
    issuer,
    clientId: values.SLUICE_OIDC_CLIENT_ID ?? '',
    clientSecret: values.SLUICE_OIDC_CLIENT_SECRET ?? '',
    redirectUrl: new URL(`${(values.SLUICE_CONSOLE_URL ?? '').replace(/\/+$/, '')}${CALLBACK_PATH}`),
    name: values.SLUICE_OIDC_NAME ?? issuer.host,
    roleClaim: values.SLUICE_OIDC_ROLE_CLAIM,
    operators,
    viewers,
  }
  return { oidc, mistakes }
}

function splitList(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}
