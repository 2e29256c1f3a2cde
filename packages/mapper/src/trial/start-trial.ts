import { fork } from 'node:child_process'
import type { MapResult, MappingConfig } from '../core/index.ts'
import type { TrialRequest } from './trial-message.ts'

/** A process of its own in which rows are mapped. */
export interface Trial {
  /** What the mapping makes of a row; throws a Death when the process died of it, or did not answer in time. */
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
  /** How long one row may take; the first one's time includes the start of the process. */
  readonly deadlineMs: number
  readonly execArgv?: readonly string[]
}

// A row takes a few megabytes; a process that wants more than this dies before it takes the memory of the mapper beside it.
const HEAP_LIMIT_MEGABYTES = 256

/** Starts a process for a mapping. It has neither the environment nor the connections of this one: no secret, nobody to send to. */
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
  send({ mapping })
  return {
    async map(row) {
      const answered = new Promise<MapResult>((resolve) =>
        child.once('message', (result) => resolve(result as MapResult)),
      )
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<Death>((resolve) => {
        timer = setTimeout(
          () => resolve(new Death(`took longer than ${options.deadlineMs / 1_000} s`)),
          options.deadlineMs,
        )
      })
      send(row)
      const result = await Promise.race([answered, ended, late])
      clearTimeout(timer)
      if (!(result instanceof Death)) return result
      child.removeAllListeners('message')
      child.kill('SIGKILL')
      throw result
    },
    stop: () => void child.kill('SIGKILL'),
  }
}
