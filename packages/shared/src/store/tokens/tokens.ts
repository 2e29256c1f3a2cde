import type { Queryable } from '../database/database.ts'

/** A token of the API, without what proves it. */
export interface TokenDocument {
  readonly id: string
  readonly name: string
  readonly role: 'operator' | 'viewer'
  /** ISO-8601 UTC instants from here on. */
  readonly createdAt: string
  readonly createdBy: string
  /** Right to a minute; null while nobody has used it. */
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
}

interface TokenRow {
  id: string
  name: string
  role: TokenDocument['role']
  created_at: Date
  created_by: string
  last_used_at: Date | null
  revoked_at: Date | null
}

/** Writes a token down by the SHA-256 of it; null where one of that name is in use. */
export async function recordToken(
  db: Queryable,
  token: Pick<TokenDocument, 'name' | 'role' | 'createdBy'> & { readonly hash: Buffer },
): Promise<TokenDocument | null> {
  const { rows } = await db.query<TokenRow>(
    `insert into sluice.tokens (name, role, created_by, hash) values ($1, $2, $3, $4)
     on conflict (name) where revoked_at is null do nothing returning *`,
    [token.name, token.role, token.createdBy, token.hash],
  )
  return rows[0] === undefined ? null : parseToken(rows[0])
}

/** Every token, those that are in use first, by their names. */
export async function listTokens(db: Queryable): Promise<readonly TokenDocument[]> {
  const { rows } = await db.query<TokenRow>(
    'select * from sluice.tokens order by revoked_at is not null, name, created_at desc',
  )
  return rows.map(parseToken)
}

/** The token that is in use and has this SHA-256, or null; that it was used is written down once a minute. */
export async function findToken(db: Queryable, hash: Buffer): Promise<TokenDocument | null> {
  const { rows } = await db.query<TokenRow & { stale: boolean }>(
    `select *, coalesce(last_used_at < now() - interval '1 minute', true) as stale
     from sluice.tokens where hash = $1 and revoked_at is null`,
    [hash],
    'find-token',
  )
  const [row] = rows
  if (row === undefined) return null
  if (row.stale) await db.query('update sluice.tokens set last_used_at = now() where id = $1', [row.id])
  return parseToken(row)
}

/** Takes the token of a name out of use; null where there is none. */
export async function revokeToken(db: Queryable, name: string): Promise<TokenDocument | null> {
  const { rows } = await db.query<TokenRow>(
    'update sluice.tokens set revoked_at = now() where name = $1 and revoked_at is null returning *',
    [name],
  )
  return rows[0] === undefined ? null : parseToken(rows[0])
}

function parseToken(row: TokenRow): TokenDocument {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }
}
