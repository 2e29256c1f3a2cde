import { formatDurationMs, type Source } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'
import type { SecretBox } from '../../secrets/index.ts'

interface SourceRow {
  id: string
  type: string
  connection: string
}

/** Every Source, its connection opened. */
export async function listSources(db: Queryable, secrets: SecretBox): Promise<readonly Source[]> {
  const { rows } = await db.query<SourceRow>('select * from sluice.sources order by id')
  return rows.map((row) => openSource(secrets, row))
}

/** Writes a Source, new or changed. */
export async function recordSource(db: Queryable, secrets: SecretBox, source: Source): Promise<void> {
  await db.query(
    `insert into sluice.sources (id, type, connection) values ($1, $2, $3)
     on conflict (id) do update set type = excluded.type, connection = excluded.connection,
       version = sources.version + 1, updated_at = now()`,
    [source.id, source.type, secrets.seal(JSON.stringify(source.settings), `sources/${source.id}`)],
  )
}

/** One Source, its connection opened, or null. */
export async function readSource(db: Queryable, secrets: SecretBox, id: string): Promise<Source | null> {
  const { rows } = await db.query<SourceRow>('select * from sluice.sources where id = $1', [id])
  return rows[0] === undefined ? null : openSource(secrets, rows[0])
}

/** True when there is a Source of that id; its connection stays closed. */
export async function hasSource(db: Queryable, id: string): Promise<boolean> {
  const { rows } = await db.query('select from sluice.sources where id = $1', [id])
  return rows.length === 1
}

function openSource(secrets: SecretBox, { id, type, connection }: SourceRow): Source {
  return { id, type, settings: parseSettings(secrets.open(connection, `sources/${id}`)) }
}

/**
 * What is sealed: the settings as a JSON object. An earlier version sealed a connection
 * alone, or an object in words of its own.
 */
function parseSettings(sealed: string): Source['settings'] {
  // A URL begins with its scheme.
  if (!sealed.startsWith('{')) return { connection: sealed }
  const { statementTimeoutMs, ...settings } = JSON.parse(sealed) as Source['settings']
  return typeof statementTimeoutMs === 'number'
    ? { ...settings, statement_timeout: formatDurationMs(statementTimeoutMs) }
    : settings
}
