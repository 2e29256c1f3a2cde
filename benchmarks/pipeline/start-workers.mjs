import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const KEPT_LINES = 10

/**
 * Starts workers as an operator does, the built programs with plain Node, each a
 * process: `{ extractor: 1, mapper: 2, … }`.
 */
export async function startWorkers(counts, env) {
  const kinds = Object.entries(counts).flatMap(([kind, count]) => Array.from({ length: count }, () => kind))
  const workers = kinds.map((kind) => startWorker(kind, env))
  const stop = async () => {
    for (const { child } of workers) child.kill()
    await Promise.all(workers.map(({ ended }) => ended.catch(() => {})))
  }
  try {
    await Promise.all(workers.map(({ ready }) => ready))
  } catch (error) {
    await stop()
    throw error
  }
  return { list: workers.map(({ kind, child }) => ({ kind, pid: child.pid })), stop }
}

function startWorker(kind, env) {
  const script = fileURLToPath(new URL(`../../packages/${kind}/dist/bundle/bin.js`, import.meta.url))
  // The channel ends it with us; a group of its own keeps a Ctrl-C from it until we stop it.
  const child = spawn(process.execPath, [script], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const lastLines = []
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the ${kind} ended with ${code}: ${lastLines.join(' | ')}`)
  })
  ended.catch(() => {})
  const ready = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lastLines.push(line)
        if (lastLines.length > KEPT_LINES) lastLines.shift()
        if (line.includes('"msg":"worker ready"')) resolve()
      })
    }
  })
  return { kind, child, ended, ready: Promise.race([ready, ended]) }
}
