import type { Command } from 'commander'

/** A word that may come next, and what it is. */
export interface Completion {
  readonly word: string
  readonly description: string
}

/** A command, as the words that lead to it, and what may follow them. */
export interface Place {
  /** `/dead-letters/ls`; empty for the program itself. */
  readonly path: string
  /** Its commands, and the values that its arguments are limited to. */
  readonly words: readonly Completion[]
  readonly options: readonly Completion[]
}

/** Every command of a program with what may follow it, the program itself first. */
export function listPlaces(command: Command, path = ''): readonly Place[] {
  const help = command.createHelp()
  const values = command.registeredArguments.flatMap(({ argChoices = [], description }) =>
    argChoices.map((word) => ({ word, description })),
  )
  const commands = help.visibleCommands(command)
  const options = help
    .visibleOptions(command)
    .flatMap(({ short, long, description }) =>
      [short, long]
        .filter((word) => word !== undefined && word !== null)
        .map((word) => ({ word, description })),
    )
  const words = commands.map((child) => ({
    word: child.name(),
    description: child.summary() || child.description(),
  }))
  return [
    { path, words: [...words, ...values], options },
    ...command.commands.flatMap((child) => listPlaces(child, `${path}/${child.name()}`)),
  ]
}
