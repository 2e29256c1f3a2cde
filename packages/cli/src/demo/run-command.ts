import { spawn } from 'node:child_process'
import { SluiceError } from '@sluice/shared/errors'
import { EXIT, type ExitCode } from '../output/exit-codes.ts'
import type { SluiceProgram } from './start-process.ts'

/**
 * Runs `sluice <args>` to its end and returns what it printed; its progress and errors go to our standard
 * error. Rejects when it ended with another exit code than those given, or when the signal is aborted.
 */
export function runCommand(
  program: SluiceProgram,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  expected: readonly ExitCode[] = [EXIT.done],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program.execPath, [...program.execArgv, program.script, ...args], {
      env,
      signal,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
    child.once('error', reject)
    child.once('close', (code) => {
      if (expected.some((known) => known === code)) return resolve(printed)
      reject(
        new SluiceError(
          'demo_failed',
          `\`sluice ${args.join(' ')}\` ended with exit code ${code}; what it said stands above`,
        ),
      )
    })
  })
}
