import { OPTIONS, pickOptions, type Model, type ModelOptions } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'

/** A row of `sluice.models`. */
export interface ModelRow {
  id: string
  source_id: string
  identifier: string
  query: string
  options: ModelOptions
}

/** Every Model. */
export async function listModels(db: Queryable): Promise<readonly Model[]> {
  const { rows } = await db.query<ModelRow>('select * from sluice.models order by id')
  return rows.map(parseModel)
}

/** The Model of a row. */
export function parseModel({ id, source_id, identifier, query, options }: ModelRow): Model {
  return { id, source: source_id, identifier, query, ...options }
}

/** Writes a Model, new or changed. */
export async function recordModel(db: Queryable, model: Model): Promise<void> {
  await db.query(
    `insert into sluice.models (id, source_id, identifier, query, options) values ($1, $2, $3, $4, $5)
     on conflict (id) do update set source_id = excluded.source_id, identifier = excluded.identifier,
       query = excluded.query, options = excluded.options, version = models.version + 1, updated_at = now()`,
    [
      model.id,
      model.source,
      model.identifier,
      model.query,
      JSON.stringify(pickOptions(model, OPTIONS.model)),
    ],
  )
}

/** One Model, or null. */
export async function readModel(db: Queryable, id: string): Promise<Model | null> {
  const { rows } = await db.query<ModelRow>('select * from sluice.models where id = $1', [id])
  return rows[0] === undefined ? null : parseModel(rows[0])
}
