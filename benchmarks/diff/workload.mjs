/** A table of 12 columns of usual types; every row differs. */
export function createModelTable(rows) {
  return `
    create table model as
    select
      g::bigint as customer_id,
      'user' || g || '@example.com' as email,
      (array['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara'])[1 + g % 5] || ' ' || (array['Lovelace', 'Hopper', 'Turing'])[1 + g % 3] as name,
      (array['free', 'pro', 'enterprise'])[1 + g % 3] as plan,
      (g % 1000)::int as visits,
      (g * 7::bigint % 100000 / 100.0)::numeric(12, 2) as balance,
      (g % 997) / 13.0::float8 as score,
      g % 3 = 0 as active,
      date '2020-01-01' + (g % 1500)::int as birthday,
      timestamptz '2024-01-01 00:00Z' + g * interval '37 seconds' as created_at,
      md5(g::text)::uuid as token,
      jsonb_build_object('tags', jsonb_build_array('a', g % 10), 'source', 'web') as attributes
    from generate_series(1, ${rows}) as g`
}

/** Changes one row in a hundred: eight updates, one delete and one insert in a thousand rows. */
export const CHANGES = [
  'delete from model where customer_id % 1000 = 7',
  'update model set visits = visits + 1 where customer_id % 125 = 3',
  `insert into model
   select customer_id + 1000000000, email, name, plan, visits, balance, score, active, birthday, created_at, token, attributes
   from model where customer_id % 1000 = 8`,
]

/** What the bare pass does: it writes and digests every row, and remembers nothing. */
export const BARE_PASS = 'select count(md5(m::text)) from model as m'

/** What a copy of the table takes. */
export const COPY = [
  'create table copy as select * from model',
  'alter table copy add primary key (customer_id)',
]

export const MODEL = { query: 'select * from model', identifier: 'customer_id' }
