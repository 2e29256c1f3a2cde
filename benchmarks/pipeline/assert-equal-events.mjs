import assert from 'node:assert/strict'
import { runScript } from './run-script.mjs'
import { runSluice } from './run-sluice.mjs'

/** Throws unless both sides deliver the same event of every row, but for what each adds of its own. */
export async function assertEqualEvents(stage) {
  const script = await collect(stage, () => runScript(stage, { flushAt: 100 }))
  const sluice = await collect(stage, () => runSluice(stage))
  assert.equal(script.size, stage.rows)
  assert.deepEqual(sluice, script)
}

async function collect(stage, run) {
  const bodies = await stage.sink.keep(run)
  const events = bodies.flatMap((body) => JSON.parse(body).batch).map(reduce)
  return new Map(events.map((event) => [event.userId, event]).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * An event without messageId, time and library, which are each side's own; instants as
 * numbers, because 12:00Z is 12:00:00.000Z.
 */
function reduce({ type, userId, context, traits }) {
  assert.equal(typeof userId, 'string')
  return {
    type,
    userId,
    location: context.location,
    traits: { ...traits, createdAt: Date.parse(traits.createdAt) },
  }
}
