import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { formatCause } from './format-cause.ts'
import { LocalServerError } from './local-server-error.ts'
import type { Watchdog } from './start-watchdog.mjs'

/** A signal that asks a server to end, and how long it may take before the next one is sent. */
export interface StopStep {
  readonly signal: NodeJS.Signals
  readonly graceMs: number
}

export interface OwnProcessOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly uid?: number | undefined
  readonly gid?: number | undefined
  /** Written to its standard input, which is then closed. */
  readonly input?: string | undefined
  /** Its standard output and error are appended here. */
  readonly logFile: string
  /** SIGKILL comes after the last. */
  readonly stopSteps: readonly StopStep[]
  readonly watchdog: Watchdog
  /** What the watchdog sends should this process die: the quickest end that leaves nothing behind. */
  readonly orphanSignal: NodeJS.Signals
}

export interface OwnProcess {
  readonly pid: number
  readonly hasExited: () => boolean
  /** Ends it by its stop steps and waits for the end. */
  stop(): Promise<void>
  /** Ends it by SIGKILL and waits for the end. */
  kill(): Promise<void>
}

/**
 * Starts a server that belongs to this process: in a session of its own, so that a
 * Ctrl-C on the terminal does not reach it before our ordered stop, and under a
 * watchdog, so that it does not outlive us. It does not keep this process busy.
 */
export async function startOwnProcess(options: OwnProcessOptions): Promise<OwnProcess> {
  const { command, args, env, cwd, uid, gid, input, logFile, stopSteps, watchdog, orphanSignal } = options
  const log = openSync(logFile, 'a', 0o600)
  let child
  try {
    child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
      stdio: [input === undefined ? 'ignore' : 'pipe', log, log],
    })
  } catch (error) {
    throw cannotRun(command, error)
  } finally {
    closeSync(log)
  }
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const { pid } = child
  if (pid === undefined)
    throw cannotRun(command, await new Promise((resolve) => child.once('error', resolve)))
  watchdog.watch(pid, orphanSignal)
  // From then on the number may belong to another process.
  void exited.then(() => watchdog.watch(undefined, orphanSignal))
  child.unref()
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)

  const hasExited = () => child.exitCode !== null || child.signalCode !== null
  const signalAndWait = async (signal: NodeJS.Signals, graceMs: number) => {
    if (hasExited()) return
    child.ref()
    child.kill(signal)
    const patience = new AbortController()
    await Promise.race([exited, wait(graceMs, undefined, { signal: patience.signal }).catch(() => {})])
    patience.abort()
  }
  const kill = () => signalAndWait('SIGKILL', 10_000)
  return {
    pid,
    hasExited,
    kill,
    stop: async () => {
      for (const { signal, graceMs } of stopSteps) await signalAndWait(signal, graceMs)
      await kill()
    },
  }
}

function cannotRun(command: string, cause: unknown): LocalServerError {
  return new LocalServerError(`cannot run ${command}: ${formatCause(cause)}`, { cause })
}
