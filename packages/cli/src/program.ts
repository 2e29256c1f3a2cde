import { Command, CommanderError } from 'commander'
import { PATIENCE_MS, VERSION } from '@sluice/shared/runtime'
import { COMMANDS } from './commands/index.ts'
import { chooseExitCode, type ExitCode } from './output/exit-codes.ts'
import { formatError } from './output/format-error.ts'
import { formatUsageError } from './output/format-usage-error.ts'
import { wrap } from './output/wrap.ts'
import { createShell, type Shell } from './shell.ts'

const DESCRIPTION = 'Moves what changed in a warehouse into Segment.'

const EPILOG = [
  'Exit codes: 0 done, 1 failed, 2 wrong use or invalid config, 3 done with dead letters, 4 canceled, 130 Ctrl-C.',
  'Configuration and environment: docs/configuration.md',
]

/** Runs the command that the arguments of the process name, and returns its exit code. */
export async function runProgram(
  host: NodeJS.Process,
  user: string,
  patienceMs = PATIENCE_MS,
): Promise<ExitCode> {
  // A preview must map as the workers do, and they are in UTC.
  host.env['TZ'] = 'UTC'
  const shell = createShell(host, user, patienceMs)
  try {
    const program = await createProgram(shell, host.argv[2])
    await program.parseAsync(host.argv)
    return shell.exitCode()
  } catch (error) {
    // Commander has said already what was wrong with the arguments.
    if (!(error instanceof CommanderError))
      shell.note(formatError(error, { verbose: host.argv.includes('--verbose') }))
    return chooseExitCode(error)
  }
}

/** The command line of sluice: with the one command that `word` calls, or with all when it calls none. */
export async function createProgram(shell: Shell, word = ''): Promise<Command> {
  const program = new Command('sluice')
    .description(DESCRIPTION)
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .option('--no-color', 'leave out colours; NO_COLOR does the same')
    .addHelpText('after', ['', ...EPILOG.flatMap((text) => wrap(text, shell.columns))].join('\n'))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => shell.print(text.trimEnd().split('\n')),
      writeErr: (text) => shell.note(text.trimEnd().split('\n')),
      getOutHelpWidth: () => shell.columns,
      getErrHelpWidth: () => shell.columns,
      outputError: (text, write) => write(formatUsageError(text)),
    })
  const names = Object.hasOwn(COMMANDS, word) ? [word] : Object.keys(COMMANDS)
  for (const name of names) {
    const define = await COMMANDS[name]?.()
    define?.(program, shell, () => createProgram(shell))
  }
  return program
}
