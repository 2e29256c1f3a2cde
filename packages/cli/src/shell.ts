import type { ExitCode } from './output/exit-codes.ts'

/** What a command may ask of the process that it runs in. */
export interface Shell {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Who runs it, for the audit log. */
  readonly user: string
  /** The process itself, for what must have it whole: the workers of `start`. */
  readonly host: NodeJS.Process
  /** Where progress may be shown; null when nobody watches. */
  readonly terminal: NodeJS.WriteStream | null
  /** Writes a document to standard output. */
  print(text: string): void
  /** Writes one line to standard error. */
  note(line: string): void
  /** The exit code that the process will end with; 0 unless told. */
  exitWith(code: ExitCode): void
  /** Calls back once when the user presses Ctrl-C; returns how to stop listening. */
  onInterrupt(callback: () => void): () => void
}

/** A shell around a process. */
export function createShell(
  host: NodeJS.Process,
  user: string,
): Shell & { readonly exitCode: () => ExitCode } {
  let exitCode: ExitCode = 0
  return {
    env: host.env,
    user,
    host,
    terminal: host.stderr.isTTY ? host.stderr : null,
    print: (text) => void host.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    note: (line) => void host.stderr.write(`${line}\n`),
    exitWith: (code) => {
      exitCode = code
    },
    onInterrupt(callback) {
      host.once('SIGINT', callback)
      return () => void host.off('SIGINT', callback)
    },
    exitCode: () => exitCode,
  }
}
