import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { startWatchdog } from './start-watchdog.mjs'

/** Signals that end a run; SIGWINCH goes along so that a progress bar still learns the width of its terminal. */
const ENDING = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/** Ctrl-C under npm arrives twice, once from the terminal and once from npm: within this time it counts once. */
const SAME_SIGNAL_MS = 1_000

/**
 * Runs a program on this terminal and answers its exit code (128 + n when signal n ended it).
 *
 *     terminal ──SIGINT──┬─► npm ──SIGINT──┐
 *                        └─► this process ◄┘ ──one SIGINT──► child (a session of its own)
 *
 * The child is out of the terminal's reach, so it hears of each signal once, from here, and everything
 * below it is stopped by it and in its order. This process waits for that. Pressed again after a second,
 * the signal is passed on again. Should this process be killed, the child is told to end by SIGTERM.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Pick<import('node:child_process').SpawnOptions, 'cwd' | 'env' | 'stdio'>} [options]
 * @returns {Promise<number>} rejects when the program cannot be started
 */
export async function runChild(command, args, options = {}) {
  const watchdog = startWatchdog()
  const child = spawn(command, [...args], { stdio: 'inherit', detached: true, ...options })
  if (child.pid !== undefined) watchdog.watch(child.pid, 'SIGTERM')

  /** @type {Map<string, number>} */
  const passedAt = new Map()
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    const now = performance.now()
    if (now - (passedAt.get(signal) ?? -SAME_SIGNAL_MS) < SAME_SIGNAL_MS) return
    passedAt.set(signal, now)
    child.kill(signal)
  }
  const resize = () => child.kill('SIGWINCH')
  for (const signal of ENDING) process.on(signal, passOn)
  process.on('SIGWINCH', resize)
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
    })
  } finally {
    for (const signal of ENDING) process.off(signal, passOn)
    process.off('SIGWINCH', resize)
    await watchdog.release()
  }
}
