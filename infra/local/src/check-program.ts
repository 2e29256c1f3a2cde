import type { LocalProgram } from './local-program.ts'
import { readLastWords, runCommand } from './run-command.ts'
import { SERVER_ENVIRONMENT } from './server-environment.ts'

/**
 * Asks a program for its version, which the first group of `version` finds; answers
 * with the program, or why it does not run.
 */
export async function checkProgram(
  command: string,
  version: RegExp,
  libraries: readonly string[] = [],
): Promise<LocalProgram | { readonly complaint: string }> {
  const env = createEnvironment(libraries)
  const answer = await runCommand(command, ['--version'], { env, timeoutMs: 10_000 })
  const found = version.exec(answer.stdout)?.[1]
  if (answer.code === 0 && found !== undefined) return { command, libraries, version: found }
  return { complaint: `${command} does not run (${readLastWords(answer.stderr)})` }
}

/** The environment in which a program finds the libraries that came with it. */
export function createEnvironment(libraries: readonly string[]): NodeJS.ProcessEnv {
  return libraries.length === 0
    ? SERVER_ENVIRONMENT
    : { ...SERVER_ENVIRONMENT, LD_LIBRARY_PATH: libraries.join(':') }
}
