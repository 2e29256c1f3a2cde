import type { ExitCode } from './output/exit-codes.ts'
import type { Line } from './output/line.ts'
import { useColors } from './output/use-colors.ts'
import { writeLine, type WriteOptions } from './output/write-line.ts'

/** What a command may ask of the process that it runs in. */
export interface Shell {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Who runs it, for the audit log. */
  readonly user: string
  /** The process itself, for what must have it whole: the workers of `start`. */
  readonly host: NodeJS.Process
  /** Where progress may be shown; null when nobody watches. */
  readonly terminal: NodeJS.WriteStream | null
  /** A wait that takes longer is told. */
  readonly patienceMs: number
  /** How many columns a table should take at most. */
  readonly columns: number
  /** How many columns a line of prose may take: what no terminal shows is not broken. */
  readonly proseColumns: number
  /**
   * Writes one line, or several, to standard output: the only way there. A newline
   * within a line is shown, and ends nothing.
   */
  print(text: string | readonly Line[], options?: Pick<WriteOptions, 'tabs'>): void
  /** Writes one line, or several, to standard error: the only way there. */
  note(text: string | readonly Line[]): void
  /** The exit code that the process will end with; 0 unless told. */
  exitWith(code: ExitCode): void
  /** Calls back once when the user presses Ctrl-C; returns how to stop listening. */
  onInterrupt(callback: () => void): () => void
}

/** What fits a window that nobody has made wider, and a page of documentation. */
export const DEFAULT_COLUMNS = 100

/** A shell around a process. */
export function createShell(
  host: NodeJS.Process,
  user: string,
  patienceMs: number,
): Shell & { readonly exitCode: () => ExitCode } {
  let exitCode: ExitCode = 0
  const writeTo = (stream: NodeJS.WriteStream): Shell['print'] => {
    const colors = useColors(stream, host.env, host.argv)
    return (text, options) => {
      const lines = typeof text === 'string' ? [text] : text
      stream.write(lines.map((line) => writeLine(line, { ...options, colors })).join(''))
    }
  }
  const columns = (host.stdout.isTTY ? host.stdout.columns : 0) || DEFAULT_COLUMNS
  return {
    env: host.env,
    user,
    host,
    terminal: host.stderr.isTTY ? host.stderr : null,
    patienceMs,
    columns,
    proseColumns: host.stdout.isTTY ? columns : Number.POSITIVE_INFINITY,
    print: writeTo(host.stdout),
    note: writeTo(host.stderr),
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
