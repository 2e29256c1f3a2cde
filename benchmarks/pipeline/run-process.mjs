import { spawn } from 'node:child_process'
import { readEndedChildrenCpuSeconds, readPeakBytes } from './read-process.mjs'

const LOOK_MS = 50

/**
 * Runs a Node program to its end: what it printed, the instants of its start and end,
 * the CPU seconds of all its threads, and the most memory it had. Nothing else that
 * this process has started may end meanwhile. Rejects when its exit code is not 0.
 */
export async function runProcess(args, env) {
  const cpuBefore = readEndedChildrenCpuSeconds()
  const startedAt = Date.now()
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let complaint = ''
  let peakBytes = 0
  child.stdout.on('data', (text) => (output += text))
  child.stderr.on('data', (text) => (complaint += text))
  const look = setInterval(() => (peakBytes = Math.max(peakBytes, readPeakBytes(child.pid))), LOOK_MS)
  try {
    const exitCode = await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    const endedAt = Date.now()
    if (exitCode !== 0)
      throw new Error(`${args.join(' ')} ended with ${exitCode}: ${complaint.trim() || output.trim()}`)
    return { output, startedAt, endedAt, cpuSeconds: readEndedChildrenCpuSeconds() - cpuBefore, peakBytes }
  } finally {
    clearInterval(look)
    child.kill()
  }
}
