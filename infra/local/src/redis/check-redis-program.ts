import { checkProgram } from '../check-program.ts'
import type { LocalProgram } from '../local-program.ts'

/** Runs a program that should be Redis or Valkey; answers it with its version, or why it does not run. */
export function checkRedisProgram(
  command: string,
  libraries: readonly string[] = [],
): Promise<LocalProgram | { readonly complaint: string }> {
  return checkProgram(command, /\bv=(\d+(?:\.\d+)*)/, libraries)
}
