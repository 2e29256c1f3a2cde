import { describe, expect, test } from '@jest/globals'
import { join } from 'node:path'
import { startScript } from './testing/start-script.ts'
import { isRunning } from './testing/is-running.ts'
import { waitFor } from './testing/wait-for.ts'

const RUNNER = join(import.meta.dirname, 'testing', 'run-child-of.mjs')
const PROGRAM = join(import.meta.dirname, 'testing', 'count-signals.mjs')

async function startRunner() {
  const runner = startScript([RUNNER, PROGRAM])
  await runner.waitForOutput('ready')
  return runner
}

describe('runChild', () => {
  test('answers the exit code of the program, and 128 + n for a signal', async () => {
    const failing = startScript([RUNNER, '-e', 'process.exit(42)'])
    const killed = startScript([RUNNER, '-e', 'process.kill(process.pid, "SIGKILL")'])
    await expect(Promise.all([failing.ended, killed.ended])).resolves.toEqual([42, 137])
  })

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s sent to it alone is passed on, and the program ends first',
    async (signal) => {
      const runner = await startRunner()
      runner.signal(signal, 'process')
      await expect(runner.ended).resolves.toBe(7)
      expect(runner.stdout()).toContain(`"${signal}":1`)
    },
  )

  test('a Ctrl-C on the terminal reaches the program once', async () => {
    const runner = await startRunner()
    runner.signal('SIGINT', 'group')
    await expect(runner.ended).resolves.toBe(7)
    expect(runner.stdout()).toContain('"SIGINT":1')
  })

  test('a Ctrl-C that npm repeats reaches the program once', async () => {
    const runner = await startRunner()
    runner.signal('SIGINT', 'group')
    runner.signal('SIGINT', 'process')
    await expect(runner.ended).resolves.toBe(7)
    expect(runner.stdout()).toContain('"SIGINT":1')
  })

  test('a program whose runner is killed is told to end', async () => {
    const runner = await startRunner()
    const pid = Number(/ready (\d+)/.exec(runner.stdout())?.[1])
    runner.signal('SIGKILL', 'process')
    await runner.waitForOutput('"SIGTERM":1')
    await waitFor(`end of ${pid}`, () => !isRunning(pid))
  })

  test('a program that cannot be started is an error', async () => {
    const { runChild } = await import('./run-child.mjs')
    await expect(runChild('/nowhere/program', [])).rejects.toThrow('ENOENT')
  })
})
