import { spawn } from 'node:child_process'
import { waitFor } from './wait-for.ts'

/** A real process of a test, in a process group of its own. */
export interface Script {
  readonly pid: number
  /** All that it wrote to standard output so far. */
  stdout(): string
  stderr(): string
  /** Waits until standard output holds a text. */
  waitForOutput(text: string): Promise<void>
  /** Sends a signal to it alone, or to its whole group as a terminal does. */
  signal(signal: NodeJS.Signals, to: 'process' | 'group'): void
  /** How it ended: its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
}

/** Starts node with these arguments. */
export function startScript(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Script {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env })
  const { pid } = child
  if (pid === undefined) throw new Error(`cannot start node ${args.join(' ')}`)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<number | NodeJS.Signals>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal ?? 0)),
  )
  return {
    pid,
    ended,
    stdout: () => stdout,
    stderr: () => stderr,
    waitForOutput: (text) => waitFor(`${text} in ${stdout}${stderr}`, () => stdout.includes(text)),
    signal: (signal, to) => void process.kill(to === 'group' ? -pid : pid, signal),
  }
}
