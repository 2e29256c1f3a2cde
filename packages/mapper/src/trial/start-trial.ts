import { fork } from 'node:child_process'
import type { MapResult, MappingConfig } from '../core/index.ts'
import type { TrialAnswer, TrialRequest } from './trial-message.ts'

/** A process of its own in which rows are mapped. */
export interface Trial {
  /**
   * What the mapping makes of a row; throws a Death when the process died of it, or did not
   * answer in time. A process that does not even come up is no row's fault, and another error.
   */
  map(row: Exclude<TrialRequest, { readonly mapping: unknown }>): Promise<MapResult>
  stop(): void
}

/** Says what became of a process: no value of a row. */
export class Death extends Error {
  override readonly name = 'Death'
}

export interface TrialOptions {
  /** The module that the process runs. */
  readonly script: string
  /** How long one row may take, once the process is up. */
  readonly deadlineMs: number
  readonly execArgv?: readonly string[]
}

// A hundred times what a start takes on a quiet machine.
const START_DEADLINE_MS = 60_000
// A row takes a few megabytes; a process that wants more than this dies before it takes
// the memory of the mapper beside it.
const HEAP_LIMIT_MEGABYTES = 256

/**
 * Starts a process for a mapping. It has neither the environment nor the connections of
 * this one: no secret, nobody to send to.
 */
export function startTrial(mapping: MappingConfig, options: TrialOptions): Trial {
  const child = fork(options.script, {
    execArgv: [...(options.execArgv ?? process.execArgv), `--max-old-space-size=${HEAP_LIMIT_MEGABYTES}`],
    env: { TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const ended = new Promise<Death>((resolve) => {
    child.once('error', () => resolve(new Death('could not be tried in a process of its own')))
    child.once('exit', (code, signal) =>
      resolve(new Death(`ended its process (${signal ?? `exit ${code}`})`)),
    )
  })
  const send = (request: TrialRequest): void => {
    // One that has died is told of by its exit.
    if (child.connected) child.send(request, () => undefined)
  }
  const isReady = new Promise<null>((resolve) => child.once('message', () => resolve(null)))
  send({ mapping })
  return {
    async map(row) {
      const failure = await within(START_DEADLINE_MS, isReady, ended)
      if (failure !== null) {
        child.kill('SIGKILL')
        throw new Error(`the process in which rows are tried did not come up: it ${failure.message}`)
      }
      const answered = new Promise<MapResult>((resolve) =>
        child.once('message', (answer: TrialAnswer) => resolve(answer as MapResult)),
      )
      send(row)
      const result = await within(options.deadlineMs, answered, ended)
      if (!(result instanceof Death)) return result
      child.removeAllListeners('message')
      child.kill('SIGKILL')
      throw result
    },
    stop: () => void child.kill('SIGKILL'),
  }
}

/** What comes first: the answer, the end of the process, or the end of its time. */
async function within<T>(deadlineMs: number, answer: Promise<T>, ended: Promise<Death>): Promise<T | Death> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Death>((resolve) => {
    timer = setTimeout(() => resolve(new Death(`took longer than ${deadlineMs / 1_000} s`)), deadlineMs)
  })
  try {
    return await Promise.race([answer, ended, late])
  } finally {
    clearTimeout(timer)
  }
}
