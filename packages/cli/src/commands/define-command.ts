import type { Command } from 'commander'
import { wrap } from '../output/wrap.ts'
import { DEFAULT_COLUMNS, type Shell } from '../shell.ts'

/**
 * Adds one command to the program; `createWhole` makes one that has every command, of
 * which a process loads only what is called.
 */
export type DefineCommand = (program: Command, shell: Shell, createWhole: () => Promise<Command>) => void

/** Adds one command to another. */
export type DefineSubcommand = (parent: Command, shell: Shell) => void

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: true
  readonly verbose?: true
}

/** What the help of a command tells. */
export interface CommandTexts {
  readonly description: string
  /** Paragraphs, with an empty line between them; other ends of lines mean nothing, as they are broken anew to fit. */
  readonly details?: string
  readonly examples: readonly string[]
  /** What --json does, where it is not the usual. */
  readonly json?: string
}

/** A new command under `parent` with its description, examples, and the options that every command takes. */
export function addCommand(parent: Command, usage: string, texts: CommandTexts): Command {
  return parent
    .command(usage)
    .description(texts.description)
    .option('--json', texts.json ?? 'print one JSON document on standard output')
    .option('--no-color', 'leave out colours; NO_COLOR does the same')
    .option('--verbose', 'show where an error comes from')
    .addHelpText('after', ({ command }) => formatAfterHelp(texts, readWidth(command)))
}

function formatAfterHelp({ details = '', examples }: CommandTexts, width: number): string {
  const paragraphs = details
    .split(/\n\s*\n/)
    .filter((text) => text.trim() !== '')
    .flatMap((text) => ['', ...wrap(text, width)])
  return [...paragraphs, '', 'Examples:', ...examples.map((example) => `  $ sluice ${example}`)].join('\n')
}

function readWidth(command: Command): number {
  return command.configureOutput().getOutHelpWidth?.() ?? DEFAULT_COLUMNS
}
