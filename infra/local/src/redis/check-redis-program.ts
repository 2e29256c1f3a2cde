import { readLastWords, runCommand } from '../run-command.ts'
import { SERVER_ENVIRONMENT } from '../server-environment.ts'
import type { RedisProgram } from './redis-program.ts'

/** Runs a program that should be Redis or Valkey; answers it with its version, or why it does not run. */
export async function checkRedisProgram(
  command: string,
  libraries: readonly string[] = [],
): Promise<RedisProgram | { readonly complaint: string }> {
  const env = describeEnvironment(libraries)
  const answer = await runCommand(command, ['--version'], { env, timeoutMs: 10_000 })
  const version = /\bv=(\d+(?:\.\d+)*)/.exec(answer.stdout)?.[1]
  if (answer.code === 0 && version !== undefined) return { command, libraries, version }
  return { complaint: `${command} does not run (${readLastWords(answer.stderr)})` }
}

/** The environment in which a program finds the libraries that came with it. */
export function describeEnvironment(libraries: readonly string[]): NodeJS.ProcessEnv {
  return libraries.length === 0
    ? SERVER_ENVIRONMENT
    : { ...SERVER_ENVIRONMENT, LD_LIBRARY_PATH: libraries.join(':') }
}
