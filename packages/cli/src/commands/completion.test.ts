import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { runInProcess } from '../testing/run-in-process.ts'
import { COMMANDS } from './index.ts'

const run = promisify(execFile)

let script: string

beforeAll(async () => {
  script = (await runInProcess(['completion', 'bash'], {})).stdout
})

/** What the Tab key offers behind these words, asked of a bash that has read the script. */
async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const ask = `${script}
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_sluice
printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout } = await run('bash', ['--norc', '-uc', ask, 'bash', 'sluice', ...words])
  return stdout.split('\n').filter((line) => line !== '')
}

describe('completion bash', () => {
  test('knows how a command begins', async () => {
    expect(await complete('sy')).toEqual(['sync', 'syncs'])
    expect(await complete('')).toEqual([...Object.keys(COMMANDS), 'help'])
  })

  test('knows the options of a command, behind whatever stands before', async () => {
    expect(await complete('sync', 'orders', '--wa')).toEqual(['--wait'])
    expect(await complete('demo', '--o')).toEqual(['--once'])
    expect(await complete('--ver')).toEqual(['--version'])
  })

  test('knows commands within commands, and the values of arguments', async () => {
    expect(await complete('dead-letters', 'req')).toEqual(['requeue'])
    expect(await complete('dead-letters', 'ls', '--map')).toEqual(['--mapping'])
    expect(await complete('start', 'extractor', 's')).toEqual(['sender'])
  })

  test('leaves to the shell what it does not know', async () => {
    expect(await complete('sync', 'cust')).toEqual([])
    expect(script).toContain('complete -o default')
  })
})

describe('completion', () => {
  test.each(['zsh', 'fish'])('names every command for %s, and what it does', async (shell) => {
    const { code, stdout } = await runInProcess(['completion', shell], {})
    expect(code).toBe(0)
    for (const name of Object.keys(COMMANDS)) expect(stdout).toContain(`'/${name}'`)
    expect(stdout).toContain('Start a sync')
  })

  test('gives the script as a document, too', async () => {
    const { stdout } = await runInProcess(['completion', 'bash', '--json'], {})
    expect(JSON.parse(stdout)).toEqual({ shell: 'bash', script })
  })

  test('refuses a shell that it does not know', async () => {
    expect(await runInProcess(['completion', 'tcsh'], {})).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it must be bash, zsh or fish'),
    })
  })
})
