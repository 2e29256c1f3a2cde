import type { Command } from 'commander'
import type { Shell } from '../shell.ts'

/** Adds one command to the program. */
export type DefineCommand = (program: Command, shell: Shell) => void

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: true
  readonly verbose?: true
}

/** A new command under `parent` with its description, examples, and the options that every command takes. */
export function addCommand(
  parent: Command,
  usage: string,
  texts: { readonly description: string; readonly details?: string; readonly examples: readonly string[] },
): Command {
  const examples = texts.examples.map((example) => `  $ sluice ${example}`).join('\n')
  return parent
    .command(usage)
    .description(texts.description)
    .option('--json', 'print one JSON document on standard output')
    .option('--verbose', 'show where an error comes from')
    .addHelpText(
      'after',
      `${texts.details === undefined ? '' : `\n${texts.details}\n`}\nExamples:\n${examples}`,
    )
}
