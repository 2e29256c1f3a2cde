import type { Account } from '../account.ts'
import type { OidcConfig } from './oidc-config.ts'

/** What a provider says of somebody. */
export type Claims = Readonly<Record<string, unknown>>

/**
 * Whom the console takes somebody for; `role` is null for whoever has none of the roles. A name that a provider lets
 * people choose themselves is never taken for somebody else's: the subject stands beside it.
 */
export function findAccount(
  claims: Claims,
  config: Pick<OidcConfig, 'roleClaim' | 'operators' | 'viewers'>,
): { readonly user: string; readonly role: Account['role'] | null } {
  const roles = readTexts(readClaim(claims, config.roleClaim))
  const has = (wanted: readonly string[]): boolean => wanted.some((role) => roles.includes(role))
  const role = has(config.operators) ? 'operator' : has(config.viewers) ? 'viewer' : null
  return { user: `oidc:${findName(claims)}`, role }
}

function findName({ sub, email, email_verified: isVerified, preferred_username: chosen }: Claims): string {
  if (typeof email === 'string' && isVerified === true) return email
  return typeof chosen === 'string' ? `${chosen}/${String(sub)}` : String(sub)
}

/** A claim by its name, or where there is none of that name by the names between its dots. */
function readClaim(claims: Claims, name: string): unknown {
  if (name in claims) return claims[name]
  return name
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? (value as Claims)[key] : undefined),
      claims,
    )
}

function readTexts(claim: unknown): readonly string[] {
  const values = Array.isArray(claim) ? (claim as readonly unknown[]) : [claim]
  return values.filter((value) => typeof value === 'string')
}
