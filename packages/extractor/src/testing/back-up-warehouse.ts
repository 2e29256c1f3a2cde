import type { Extraction } from './open-extraction.ts'

/** Puts a warehouse back to where it was: the table `people`, and what is remembered and staged. */
export type RestoreWarehouse = () => Promise<void>

/** Backs up a warehouse, as a dump of it would; whoever restores it finds nothing of what came later. */
export async function backUpWarehouse(extraction: Extraction, name: string): Promise<RestoreWarehouse> {
  const sql: Extraction['sql'] = (text) => extraction.sql(text)
  const tables = await sql<{ name: string; comment: string | null }>(
    `select relname as name, obj_description(oid, 'pg_class') as comment from pg_class
     where relnamespace = to_regnamespace('_sluice') and relkind = 'r'`,
  )
  await sql(`create schema ${name}`)
  for (const table of tables) await sql(`create table ${name}.${table.name} as table _sluice.${table.name}`)
  await sql(`create table ${name}.people as table people`)
  return async () => {
    await sql('truncate people')
    await sql(`insert into people select * from ${name}.people`)
    await sql('drop schema if exists _sluice cascade')
    await sql('create schema _sluice')
    for (const table of tables) {
      await sql(`create table _sluice.${table.name} as table ${name}.${table.name}`)
      const { comment } = table
      if (comment !== null)
        await sql(`comment on table _sluice.${table.name} is '${comment.replaceAll("'", "''")}'`)
      if (table.name.startsWith('records_')) {
        await sql(
          `alter table _sluice.${table.name} add constraint ${table.name}_pkey primary key (record_id)`,
        )
      }
    }
  }
}
