import { runStatements } from './run-statements.ts'

const FILL = [
  `create table customers (
     customer_id text primary key, first_name text not null, last_name text not null, email text not null,
     plan text not null, created_at timestamptz not null
   )`,
  `insert into customers
   select 'c' || n, (array['Ada', 'Grace', 'Edsger', 'Barbara', 'Donald'])[1 + n % 5],
     (array['Lovelace', 'Hopper', 'Dijkstra', 'Liskov', 'Knuth', 'Hamilton', 'Lamport'])[1 + n % 7],
     'c' || n || '@example.com', case when n % 100 = 0 then 'internal' when n % 3 = 0 then 'pro' else 'free' end,
     timestamptz '2025-01-01' + n * interval '7 minutes'
   from generate_series(1, 20000) n`,
  `create table orders (
     order_id bigint primary key, customer_id text references customers, total numeric(10, 2) not null,
     currency text not null, placed_at timestamptz not null
   )`,
  // Two were bought by guests: of them no event can be made, and they become dead letters.
  `insert into orders
   select n, case when n not in (12345, 23456) then 'c' || (1 + n % 20000) end, (n % 40000) / 100.0, case when n % 4 = 0 then 'EUR' else 'USD' end,
     timestamptz '2026-01-01' + n * interval '3 minutes'
   from generate_series(1, 30000) n`,
  `create table order_items (order_id bigint not null references orders, sku text not null, quantity int not null)`,
  `insert into order_items
   select order_id, 'sku-' || line, 1 + (order_id + line) % 3 from orders, generate_series(1, 2) line`,
  `create index on order_items (order_id)`,
  'analyze',
]

const CHANGE = [
  `update customers set plan = 'pro' where customer_id in (select 'c' || n from generate_series(1, 100) n) and plan = 'free'`,
  `insert into customers
   select 'n' || n, 'New', 'Customer', 'n' || n || '@example.com', 'free', now() from generate_series(1, 40) n`,
  `insert into orders select 100000 + n, 'n' || n, n, 'USD', now() from generate_series(1, 25) n`,
  `insert into order_items select 100000 + n, 'sku-1', 1 from generate_series(1, 25) n`,
  // Nothing of the demo's config fires on a deleted row: the sync will say that it was skipped.
  `delete from order_items where order_id <= 10`,
  `delete from orders where order_id <= 10`,
]

/** Makes the demo's tables and fills them: 20,000 customers, 30,000 orders. */
export function fillWarehouse(url: string): Promise<void> {
  return runStatements(url, FILL)
}

/** Changes what a day might: some customers upgrade, some are new, orders come in, a few go. */
export function changeWarehouse(url: string): Promise<void> {
  return runStatements(url, CHANGE)
}
