import { spawn } from 'node:child_process'
import { formatCause } from './format-cause.ts'

/**
 * How a command ended; `code` is null when it could not be started, was killed or took
 * too long, and `stderr` says which.
 */
export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CommandOptions {
  readonly cwd?: string | undefined
  readonly env?: NodeJS.ProcessEnv | undefined
  readonly uid?: number | undefined
  readonly gid?: number | undefined
  readonly timeoutMs: number
  /** Learns the pid as soon as there is one. */
  readonly onStart?: ((pid: number) => void) | undefined
}

/** Runs a program to its end, without input; failure is an answer, never an exception. */
export function runCommand(
  command: string,
  args: readonly string[],
  { timeoutMs, onStart, ...options }: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    let stdout = ''
    let stderr = ''
    const fail = (error: unknown) => resolve({ code: null, stdout, stderr: formatCause(error) })
    try {
      const child = spawn(command, args, {
        ...options,
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: timeoutMs,
      })
      if (child.pid !== undefined) onStart?.(child.pid)
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
      child.once('error', fail)
      child.once('close', (code, signal) =>
        resolve({ code, stdout, stderr: signal === null ? stderr : `${stderr}\nended by ${signal}` }),
      )
    } catch (error) {
      fail(error)
    }
  })
}

/** The last line of what a command complained about, short enough to stand in an error of one line. */
export function readLastWords(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  return (lines.findLast((line) => line !== '') ?? 'no message').slice(0, 300)
}
