import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MEASURE = fileURLToPath(new URL('measure-side.mjs', import.meta.url))

const VARIANTS = [
  { name: 'identify', pass: 'pass' },
  { name: 'track', pass: 'pass' },
  { name: 'identify', pass: 'passWithParse' },
  { name: 'track', pass: 'passWithParse' },
]

/**
 * The samples of some rounds. Each round has a fresh process for each of the sides; they
 * take turns, a fraction of a second each, so that whatever else the machine does hits both.
 */
export async function collectSamples({ rounds, onRound, ...plan }) {
  const samples = []
  for (let round = 1; round <= rounds; round += 1) {
    onRound(round)
    samples.push(...(await runRound(plan)))
  }
  return samples
}

async function runRound({ sides, repetitions, repetitionMs, warmUpMs, closers }) {
  const children = sides.map(startSide)
  const stop = () => children.forEach((child) => child.stop())
  closers.push(stop)
  try {
    for (const { measure } of children) {
      for (const variant of VARIANTS) await measure({ ...variant, durationMs: warmUpMs })
    }
    const samples = []
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      for (const variant of VARIANTS) {
        for (const { measure } of children)
          samples.push(await measure({ ...variant, durationMs: repetitionMs }))
      }
    }
    return samples
  } finally {
    stop()
  }
}

function startSide(side) {
  const child = fork(MEASURE, [side])
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the process of the ${side} side ended with ${code}`)
  })
  return {
    measure: async (task) => {
      child.send(task)
      const [sample] = await Promise.race([once(child, 'message'), ended])
      return sample
    },
    stop() {
      ended.catch(() => undefined)
      child.kill()
    },
  }
}
