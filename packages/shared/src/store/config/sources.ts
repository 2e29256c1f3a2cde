import {
  OPTIONS,
  formatDurationMs,
  pickOptions,
  type Json,
  type Source,
  type SourceOptions,
  type SyncLogOption,
} from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'
import { replaceSealed, sealTexts, type ConfigBox } from '../../secrets/index.ts'

/** A row of `sluice.sources`. */
export interface SourceRow {
  id: string
  type: string
  /** JSON of the settings, in which `{ "sealed": … }` stands for a text that is a secret. */
  connection: string
  options: SourceOptions
}

/** Tells whether the texts under a key of a source's settings are secrets. */
export type IsHidden = (key: string) => boolean

/** Every Source, its secrets opened. */
export async function listSources(db: Queryable, secrets: ConfigBox): Promise<readonly Source[]> {
  const { rows } = await db.query<SourceRow>('select * from sluice.sources order by id')
  return Promise.all(rows.map((row) => openSource(secrets, row)))
}

/** Writes a Source, new or changed; every text of its settings is sealed, unless `isHidden` knows better. */
export async function recordSource(
  db: Queryable,
  secrets: ConfigBox,
  source: Source,
  isHidden: IsHidden = () => true,
): Promise<void> {
  const { id, type, settings } = source
  const seal = (text: string) => secrets.seal(text, `sources/${id}`)
  const written = Object.entries(settings).map(
    async ([key, said]) => [key, isHidden(key) ? await sealTexts(said, seal) : said] as const,
  )
  await db.query(
    `insert into sluice.sources (id, type, connection, options) values ($1, $2, $3, $4)
     on conflict (id) do update set type = excluded.type, connection = excluded.connection, options = excluded.options,
       version = sources.version + 1, updated_at = now()`,
    [
      id,
      type,
      JSON.stringify(Object.fromEntries(await Promise.all(written))),
      JSON.stringify(pickOptions(source, OPTIONS.source)),
    ],
  )
}

/** One Source, its secrets opened, or null. */
export async function readSource(db: Queryable, secrets: ConfigBox, id: string): Promise<Source | null> {
  const { rows } = await db.query<SourceRow>('select * from sluice.sources where id = $1', [id])
  return rows[0] === undefined ? null : openSource(secrets, rows[0])
}

/** True when there is a Source of that id; its secrets stay closed. */
export async function hasSource(db: Queryable, id: string): Promise<boolean> {
  const { rows } = await db.query('select from sluice.sources where id = $1', [id])
  return rows.length === 1
}

/** How long a Source keeps a sync log; null when it keeps none. Its secrets stay closed. */
export async function readSyncLog(db: Queryable, id: string): Promise<SyncLogOption | null> {
  const { rows } = await db.query<Pick<SourceRow, 'options'>>(
    'select options from sluice.sources where id = $1',
    [id],
  )
  return rows[0]?.options.syncLog ?? null
}

/** The Source of a row. */
export async function openSource(
  secrets: ConfigBox,
  { id, type, connection, options }: SourceRow,
): Promise<Source> {
  const written = connection.startsWith('{')
    ? (JSON.parse(connection) as Source['settings'])
    : // An earlier version sealed all settings as one.
      { connection: { sealed: connection } }
  const settings = (await replaceSealed(written, (sealed) =>
    secrets.open(sealed, `sources/${id}`),
  )) as Source['settings']
  return {
    id,
    type,
    settings: { ...parseSealed(settings['connection']), ...omitConnection(settings) },
    ...options,
  }
}

function omitConnection({ connection: _connection, ...settings }: Source['settings']): Source['settings'] {
  return settings
}

/**
 * What a sealed connection holds: a connection, or what an earlier version sealed there, all settings as a JSON object,
 * the oldest in words of their own.
 */
function parseSealed(sealed: Json | undefined): Source['settings'] {
  if (sealed === undefined) return {}
  // A URL begins with its scheme.
  if (typeof sealed !== 'string' || !sealed.startsWith('{')) return { connection: sealed }
  const { statementTimeoutMs, ...settings } = JSON.parse(sealed) as Source['settings']
  return typeof statementTimeoutMs === 'number'
    ? { ...settings, statement_timeout: formatDurationMs(statementTimeoutMs) }
    : settings
}
