import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { SluiceError } from '@sluice/shared/errors'

/** How to start another `sluice` just like this one. */
export interface SluiceProgram {
  readonly execPath: string
  readonly execArgv: readonly string[]
  /** The file of the program. */
  readonly script: string
}

/** A long-running `sluice` process that has said that it is ready. */
export interface StartedProcess {
  /** The fields of the log line that told it was ready. */
  readonly ready: Readonly<Record<string, unknown>>
  readonly pid: number
  /** Resolves when it has ended, however that came. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

const KEPT_LINES = 5
// A worker that does not stop within its own deadline is not waited for any longer.
const KILL_AFTER_MS = 35_000

/**
 * Starts `sluice <args>` and waits for the log line with the message `readyMessage`.
 * The process has a group of its own, so that a Ctrl-C reaches it only through `stop`;
 * when this process dies it notices by the channel between them and stops too.
 */
export function startProcess(
  program: SluiceProgram,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  readyMessage: string,
  onLine: (line: string) => void = () => {},
): Promise<StartedProcess> {
  const child = spawn(program.execPath, [...program.execArgv, program.script, ...args], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const lastLines: string[] = []

  return new Promise((resolve, reject) => {
    const keep = (line: string): void => {
      onLine(line)
      lastLines.push(line)
      if (lastLines.length > KEPT_LINES) lastLines.shift()
    }
    createInterface({ input: child.stderr! }).on('line', keep)
    createInterface({ input: child.stdout! }).on('line', (line) => {
      keep(line)
      const entry = parseLogLine(line)
      if (entry?.['msg'] === readyMessage)
        resolve({ ready: entry, pid: child.pid!, ended, stop: () => stopProcess(child, ended) })
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      reject(
        new SluiceError(
          'demo_failed',
          `\`sluice ${args.join(' ')}\` ended before it was ready (${signal ?? `exit code ${code}`}): ${lastLines.join(' | ') || 'it said nothing'}`,
        ),
      )
    })
  })
}

async function stopProcess(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const kill = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
  await ended
  clearTimeout(kill)
}

function parseLogLine(line: string): Record<string, unknown> | null {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return null
  }
}
