import { Client } from 'pg'

const TABLES = `
  select c.relname as name,
    (select string_agg('  ' || quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
        || case when a.attnotnull then ' not null' else '' end
        || case when a.attidentity <> '' then ' generated always as identity' else '' end
        || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''), E'\\n' order by a.attnum)
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select string_agg('  ' || conname || ' ' || pg_get_constraintdef(oid), E'\\n' order by conname)
      from pg_constraint where conrelid = c.oid and contype <> 'n') as constraints,
    (select string_agg('  ' || pg_get_indexdef(indexrelid), E'\\n' order by indexrelid::regclass::text)
      from pg_index where indrelid = c.oid) as indexes,
    (select string_agg('  ' || pg_get_triggerdef(oid), E'\\n' order by tgname)
      from pg_trigger where tgrelid = c.oid and not tgisinternal) as triggers
  from pg_class c where c.relnamespace = 'sluice'::regnamespace and c.relkind = 'r' order by c.relname`

const FUNCTIONS = `
  select pg_get_functiondef(oid) as definition from pg_proc where pronamespace = 'sluice'::regnamespace order by proname`

/**
 * The schema that the migrations make, as text to be read and compared: tables,
 * constraints, indexes, triggers, functions.
 */
export async function dumpSchema(url: string): Promise<string> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } =
      await client.query<Record<'name' | 'columns' | 'constraints' | 'indexes' | 'triggers', string | null>>(
        TABLES,
      )
    const functions = await client.query<{ definition: string }>(FUNCTIONS)
    const tables = rows.map(({ name, ...parts }) =>
      [`table ${name}`, ...Object.values(parts).filter((part) => part !== null)].join('\n'),
    )
    return [...tables, ...functions.rows.map(({ definition }) => definition.trimEnd())]
      .join('\n\n')
      .concat('\n')
  } finally {
    await client.end()
  }
}
