import type { Line } from '../output/line.ts'
import { writeLine } from '../output/write-line.ts'
import type { Shell } from '../shell.ts'

/** A shell that keeps what is written, a line each; its window has so many columns. */
export function createTestShell(columns = 100): {
  readonly shell: Shell
  readonly printed: string[]
  readonly noted: string[]
} {
  const printed: string[] = []
  const noted: string[] = []
  const shell: Shell = {
    env: {},
    user: 'tester',
    host: process,
    terminal: null,
    patienceMs: 1_000,
    columns,
    proseColumns: columns,
    print: (text) => void printed.push(...writeLines(text)),
    note: (text) => void noted.push(...writeLines(text)),
    exitWith: () => {},
    onInterrupt: () => () => {},
  }
  return { shell, printed, noted }
}

function writeLines(text: string | readonly Line[]): readonly string[] {
  const lines = typeof text === 'string' ? [text] : text
  return lines.map((line) => writeLine(line, { colors: false }).trimEnd())
}
