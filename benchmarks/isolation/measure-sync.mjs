import { startSender } from './start-sender.mjs'

/** Events of a chunk. */
export const EVENTS = 500
/** What an answer of the Tracking API takes at least: half a megabyte has to get there. */
const ANSWER_MS = 200

let runs = 0

/**
 * How long it takes, and what CPU of the sender, from the moment at which a sync of so many
 * chunks of 500 events is enqueued until it is settled, while another write key of the same
 * size, enqueued before it, meets `action` with every request; alone, where that is null.
 * Each run has keys, syncs and a sender of its own, which has delivered something before.
 */
export async function measureSync(scene, chunks, action) {
  const run = (runs += 1)
  const stage = async (name, count) => {
    const id = `${name}-${run}`
    await scene.addDestination({ id, writeKey: `key-of-${id}`, region: 'us-west-2' })
    const sizes = Array.from({ length: count }, () => EVENTS)
    return scene.addSync(id, sizes, () => ({ text: 'x'.repeat(200) }))
  }
  const warmUp = await stage('warm-up', Math.ceil(chunks / 4))
  const sound = await stage('sound', chunks)
  const troubled = action === null ? [] : await stage('troubled', chunks)
  scene.emulator.setFaults([
    ...(action === null ? [] : [{ match: { writeKey: `key-of-troubled-${run}` }, action }]),
    { action: { type: 'delay', delayMs: ANSWER_MS } },
  ])
  const sender = await startSender(scene.env)
  try {
    await scene.enqueue(warmUp)
    await scene.waitUntilSettled(warmUp[0].sync)
    await scene.enqueue(troubled)
    const startedAt = performance.now()
    const usedBefore = sender.readCpuMs()
    await scene.enqueue(sound)
    const { delivered } = await scene.waitUntilSettled(sound[0].sync)
    const ms = performance.now() - startedAt
    if (delivered !== chunks * EVENTS) throw new Error(`only ${delivered} events were delivered`)
    return { ms, cpuMs: sender.readCpuMs() - usedBefore }
  } finally {
    await sender.stop()
    await scene.clear()
    scene.emulator.reset()
  }
}
