/** Tells whoever ran a command for which server it waits. */
export function sayWaiting(what: string): void {
  process.stderr.write(`waiting for ${what} …\n`)
}
