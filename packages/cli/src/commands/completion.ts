import { Argument } from 'commander'
import { listPlaces, type Place } from '../completion/list-places.ts'
import { writeBashCompletion } from '../completion/write-bash-completion.ts'
import { writeFishCompletion } from '../completion/write-fish-completion.ts'
import { writeZshCompletion } from '../completion/write-zsh-completion.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'

const SHELLS = {
  bash: writeBashCompletion,
  zsh: writeZshCompletion,
  fish: writeFishCompletion,
} satisfies Record<string, (places: readonly Place[]) => readonly string[]>

type ShellName = keyof typeof SHELLS

/** `sluice completion`: what makes the Tab key of a shell know our commands. */
export const defineCompletion: DefineCommand = (program, shell, createWhole) => {
  addCommand(program, 'completion', {
    description: 'Print a script that completes commands and options in bash, zsh or fish.',
    details: `The file that your shell reads at its start takes one line: .bashrc, and .zshrc below compinit with zsh for bash,

source <(sluice completion bash)

and config.fish

sluice completion fish | source`,
    examples: ['completion bash', 'completion zsh', 'completion fish'],
  })
    .addArgument(new Argument('<shell>', 'the shell it is for').choices(Object.keys(SHELLS)))
    .action(async (name: ShellName, options: CommonOptions) => {
      const lines = SHELLS[name](listPlaces(await createWhole()))
      shell.print(options.json ? JSON.stringify({ shell: name, script: `${lines.join('\n')}\n` }) : lines)
    })
}
