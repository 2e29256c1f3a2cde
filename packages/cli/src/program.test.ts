import { describe, expect, test } from '@jest/globals'
import type { Command } from 'commander'
import { COMMANDS } from './commands/index.ts'
import { createProgram } from './program.ts'
import { createTestShell } from './testing/create-test-shell.ts'

function listLeaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(listLeaves)
}

describe('the command line', () => {
  test('has every command of the table under its own word', async () => {
    const program = await createProgram(createTestShell().shell)
    expect(program.commands.map((command) => command.name())).toEqual(Object.keys(COMMANDS))
  })

  test('tells of every command what it does and how it is called, and takes --json', async () => {
    const program = await createProgram(createTestShell().shell)
    for (const command of listLeaves(program)) {
      let help = ''
      command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp()
      expect(help).toMatch(/Examples:\n {2}\$ sluice /)
      expect(help).toContain('--json')
      expect(command.description()).toMatch(/^[A-Z].*\.$/)
    }
  })

  test.each([
    ['an unknown command', ['snyc'], "sluice: unknown command 'snyc' (Did you mean sync?); --help tells how"],
    [
      'an unknown option',
      ['sync', 'x', '--wiat'],
      "sluice: unknown option '--wiat' (Did you mean --wait?); --help tells how",
    ],
    ['a missing argument', ['sync'], "sluice: missing required argument 'mapping'; --help tells how"],
    [
      'a count that is none',
      ['syncs', '--limit', '0'],
      "sluice: option '--limit <count>' argument '0' is invalid. it must be a whole number from 1; --help tells how",
    ],
  ])('says %s in one line', async (_what, args, line) => {
    const { shell, printed, noted } = createTestShell()
    const program = await createProgram(shell, args[0])
    await expect(program.parseAsync(['node', 'sluice', ...args])).rejects.toMatchObject({ exitCode: 1 })
    expect({ printed, noted }).toEqual({ printed: [], noted: [line] })
  })
})
