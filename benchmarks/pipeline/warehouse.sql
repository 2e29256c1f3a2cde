-- The rows of mapping/workload.mjs: 12 columns, the last a json list of two products.
create table customers as
select
  100000 + i as customer_id,
  'Customer.' || i || '@example.com' as email,
  (array['Ada', 'Björn', 'Chidi', 'Dolores', 'Émile', 'Farah', 'Grace', '花子'])[1 + i % 8] as first_name,
  'Lovelace-' || i % 97 as last_name,
  (array['starter', 'team', 'business', null])[1 + i % 4] as plan,
  (array['Berlin', 'Lagos', 'São Paulo', 'Osaka', 'Austin'])[1 + i % 5] as city,
  (array['DE', 'NG', 'BR', 'JP', 'US'])[1 + i % 5] as country,
  timestamptz '2020-09-13 12:26:40Z' + i * interval '1 minute' as signed_up_at,
  (i * 17.33)::numeric(12, 2) as lifetime_value,
  (i % 41)::integer as order_count,
  i % 3 <> 0 as subscribed,
  jsonb_build_array(
    jsonb_build_object('sku', 'SKU-' || i % 500, 'quantity', 1 + i % 4, 'price', 19.9),
    jsonb_build_object('sku', 'SKU-' || i * 7 % 500, 'quantity', 1, 'price', 5 + i % 50)
  ) as cart
from generate_series(1, $rows::bigint) as i;
alter table customers add primary key (customer_id);
create table ten_customers (like customers including all);
insert into ten_customers select * from customers order by customer_id limit 10;
analyze;
