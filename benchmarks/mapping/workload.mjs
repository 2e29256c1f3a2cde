import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Distinct rows of the workload; every repetition passes over all of them, as often as fits its time. */
export const ROWS = 2_000

export const INSTALLATION_ID = '5f3c9a1e-8d0b-4f57-9f6e-2b7a4c1d0e93'

export const STAGED_AT = '2026-03-01T06:00:00.000Z'

/** Both mappings, written as a customer would copy them from Segment: 13 directives in identify, 16 in track. */
export const MAPPINGS = JSON.parse(readFileSync(new URL('mappings.json', import.meta.url), 'utf8'))

const FIRST_NAMES = ['Ada', 'Björn', 'Chidi', 'Dolores', 'Émile', 'Farah', 'Grace', '花子']
const PLANS = ['starter', 'team', 'business', null]
const CITIES = [
  ['Berlin', 'DE'],
  ['Lagos', 'NG'],
  ['São Paulo', 'BR'],
  ['Osaka', 'JP'],
  ['Austin', 'US'],
]

/** A row of 12 columns, the last one a json array of two products; the same index always gives the same row. */
function createRow(index) {
  const [city, country] = CITIES[index % CITIES.length]
  return {
    customer_id: 100_000 + index,
    email: `Customer.${index}@example.com`,
    first_name: FIRST_NAMES[index % FIRST_NAMES.length],
    last_name: `Lovelace-${index % 97}`,
    plan: PLANS[index % PLANS.length],
    city,
    country,
    signed_up_at: new Date(1_600_000_000_000 + index * 3_600_000).toISOString(),
    lifetime_value: Math.round(index * 1_733) / 100,
    order_count: index % 41,
    subscribed: index % 3 !== 0,
    cart: [
      { sku: `SKU-${index % 500}`, quantity: 1 + (index % 4), price: 19.9 },
      { sku: `SKU-${(index * 7) % 500}`, quantity: 1, price: 5 + (index % 50) },
    ],
  }
}

/** The deltas of one sync, as the extractor hands them over. */
export function createDeltas() {
  return Array.from({ length: ROWS }, (_, index) => {
    const row = createRow(index)
    return {
      seq: index + 1,
      op: index % 4 === 0 ? 'added' : 'updated',
      recordId: String(row.customer_id),
      version: 1 + (index % 5),
      checksum: createHash('md5').update(JSON.stringify(row)).digest('hex'),
      row,
    }
  })
}
