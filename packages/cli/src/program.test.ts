import { describe, expect, test } from '@jest/globals'
import type { Command } from 'commander'
import { COMMANDS } from './commands/index.ts'
import { createProgram } from './program.ts'
import { createTestShell } from './testing/create-test-shell.ts'

function listLeaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(listLeaves)
}

/** Every help there is, by the command it is of; the program's own stands under ''. */
async function readHelps(columns: number): Promise<Readonly<Record<string, readonly string[]>>> {
  const program = await createProgram(createTestShell(columns).shell)
  const read = (command: Command): readonly (readonly [string, readonly string[]])[] => {
    let help = ''
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp()
    const name = command === program ? '' : command.name()
    return [[name, help.split('\n')], ...command.commands.flatMap(read)]
  }
  return Object.fromEntries(read(program))
}

/** A program that understands every command and carries none out. */
async function createIdleProgram(): Promise<Command> {
  const program = await createProgram(createTestShell().shell)
  for (const command of listLeaves(program)) command.action(() => {})
  return program
}

describe('the command line', () => {
  test.each([80, 100, 130])('tells everything within a window of %s columns', async (columns) => {
    const helps = Object.entries(await readHelps(columns))
    expect(helps.length).toBeGreaterThan(20)
    const wide = helps.flatMap(([name, lines]) =>
      lines.filter((line) => line.length > columns).map((line) => `${name}: ${line}`),
    )
    expect(wide).toEqual([])
  })

  test('gives examples that it understands', async () => {
    const examples = Object.values(await readHelps(100))
      .flat()
      .filter((line) => line.startsWith('  $ sluice '))
      .map((line) => line.slice('  $ sluice '.length).replace(/ [>|] .*$/, ''))
    expect(examples.length).toBeGreaterThan(40)
    for (const example of examples) {
      const program = await createIdleProgram()
      await expect(program.parseAsync(example.split(' '), { from: 'user' })).resolves.toBe(program)
    }
  })

  test('leaves no default in a help that says nothing', async () => {
    const helps = await readHelps(100)
    expect(
      Object.values(helps)
        .flat()
        .filter((line) => /default: (\[\]|""|false)/.test(line)),
    ).toEqual([])
  })

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
    ['an unknown command', ['snyc'], "sluice: unknown command 'snyc' (did you mean sync?); --help tells how"],
    [
      'an unknown option',
      ['sync', 'x', '--wiat'],
      "sluice: unknown option '--wiat' (did you mean --wait?); --help tells how",
    ],
    ['a missing argument', ['sync'], "sluice: missing required argument 'mapping'; --help tells how"],
    [
      'a count that is none',
      ['syncs', '--limit', '0'],
      "sluice: --limit <count> '0': it must be a whole number from 1; --help tells how",
    ],
    [
      'an argument that is none',
      ['cancel', 'zz'],
      "sluice: <sync> 'zz': it must be the id of a sync or its beginning, as `sluice syncs` shows it; --help tells how",
    ],
    [
      'a misspelt choice',
      ['preview', 'x', '--op', 'aded'],
      'sluice: --op <op> \'aded\' (did you mean "added"?): it must be added, updated or deleted; --help tells how',
    ],
    [
      'an argument that is not among its choices',
      ['completion', 'tcsh'],
      "sluice: <shell> 'tcsh': it must be bash, zsh or fish; --help tells how",
    ],
    [
      'a hostile word',
      ['completion', "it's\n. Expected"],
      "sluice: <shell> 'it's . Expected': it must be bash, zsh or fish; --help tells how",
    ],
    [
      'an argument too many',
      ['sync', 'a', 'b'],
      "sluice: too many arguments for 'sync': expected 1 argument but got 2; --help tells how",
    ],
  ])('says %s in one line', async (_what, args, line) => {
    const { shell, printed, noted } = createTestShell()
    const program = await createProgram(shell, args[0])
    await expect(program.parseAsync(['node', 'sluice', ...args])).rejects.toMatchObject({ exitCode: 1 })
    expect({ printed, noted }).toEqual({ printed: [], noted: [line] })
  })
})
