import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ROOT } from '../folders.ts'

/** A benchmark that runs, as `npm run bench:…` starts it. */
export interface RunningBenchmark {
  readonly stderr: () => string
  readonly kill: (signal: NodeJS.Signals) => void
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>
}

/** Starts a benchmark. `env` is laid over this process's; undefined takes a variable away. */
export function runBenchmark(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): RunningBenchmark {
  const child = spawn(process.execPath, [`benchmarks/${name}/run.mjs`, ...args], {
    cwd: fileURLToPath(ROOT),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return {
    stderr: () => stderr,
    kill: (signal) => void child.kill(signal),
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr })),
  }
}
