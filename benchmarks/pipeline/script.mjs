import { Analytics } from '@segment/analytics-node'
import pg from 'pg'
import Cursor from 'pg-cursor'
import { toIdentify } from './to-identify.mjs'

/**
 * What a user would write instead of Sluice: read the rows through a cursor, hand each to analytics-node, and read
 * on only while not too many wait for an answer, because analytics-node itself would take them all into memory.
 */
const { WAREHOUSE_URL, SEGMENT_WRITE_KEY, SEGMENT_HOST, SCRIPT_QUERY } = process.env
const flushAt = Number(process.env.SCRIPT_FLUSH_AT)
const ROWS_AT_ONCE = 1_000
// Enough for four full requests under way, as many as Sluice has.
const unansweredLimit = Math.max(ROWS_AT_ONCE, 4 * flushAt)

const analytics = new Analytics({ writeKey: SEGMENT_WRITE_KEY, host: SEGMENT_HOST, flushAt })
const client = new pg.Client({ connectionString: WAREHOUSE_URL })
await client.connect()
const cursor = client.query(new Cursor(SCRIPT_QUERY))

let unanswered = 0
let delivered = 0
let failed = 0
let goOn = () => {}
const onAnswer = (error) => {
  unanswered -= 1
  if (error) failed += 1
  else delivered += 1
  if (unanswered < unansweredLimit) goOn()
}

for (;;) {
  const rows = await cursor.read(ROWS_AT_ONCE)
  if (rows.length === 0) break
  for (const row of rows) {
    unanswered += 1
    analytics.identify(toIdentify(row), onAnswer)
  }
  if (unanswered >= unansweredLimit) await new Promise((resolve) => (goOn = resolve))
}
await analytics.closeAndFlush()
await client.end()
process.stdout.write(`${JSON.stringify({ delivered, failed })}\n`)
