import { Writable } from 'node:stream'
import { runProgram } from '../program.ts'

/** How long a wait takes is for the machine to say, so no test depends on its being told. As long as a timer can. */
const NEVER_MS = 2 ** 31 - 1

/** How a command ended. */
export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A command that runs within this process; `output` grows while it does. */
export interface InProcessCommand {
  readonly output: Readonly<Record<'stdout' | 'stderr', string>>
  readonly ended: Promise<CommandResult>
}

/**
 * Runs `sluice <args>` within this process to its end, as it would run in one of its own: in a fraction of the time.
 */
export function runInProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  return startInProcess(args, env).ended
}

/** The same, for whoever looks at it while it runs. */
export function startInProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): InProcessCommand {
  const output = { stdout: '', stderr: '' }
  const collect = (name: keyof typeof output): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        output[name] += chunk.toString()
        done()
      },
    })
  const host = Object.create(process, {
    argv: { value: ['node', 'sluice', ...args] },
    env: { value: env },
    stdout: { value: collect('stdout') },
    stderr: { value: collect('stderr') },
    exit: {
      value: () => {
        throw new Error(`sluice ${args.join(' ')} ends the process that it runs in: give it one of its own`)
      },
    },
  }) as NodeJS.Process
  return { output, ended: runProgram(host, 'tester', NEVER_MS).then((code) => ({ code, ...output })) }
}
