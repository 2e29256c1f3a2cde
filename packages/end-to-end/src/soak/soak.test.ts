import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from '@jest/globals'
import { createScript } from '@sluice/shared/testing'

const LIMIT_MS = 900_000

async function runSoak(...args: string[]) {
  const { execPath, execArgv, script } = createScript(new URL('bin.ts', import.meta.url))
  const child = spawn(execPath, [...execArgv, script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { code: code as number | null, stdout, stderr }
}

// So small it proves little; that the script still runs, and what it tells, is all that is asked.
test(
  'a soak of a few seconds ends well, with one document',
  async () => {
    const size = ['--minutes', '0.25', '--mappings', '2', '--rows', '500', '--workers', '1', '--seed', '7']
    const { code, stdout, stderr } = await runSoak(...size, '--json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      minutes: 0.25,
      seed: 7,
      mappings: 2,
      rows: 500,
      workers: 1,
      disturbances: { kill: expect.any(Number) },
      writes: expect.any(Number),
      rests: expect.any(Number),
      syncs: { succeeded: expect.any(Number) },
      events: { accepted: expect.any(Number), delivered: expect.any(Number) },
      peakMegabytes: {
        extractor: expect.any(Number),
        mapper: expect.any(Number),
        sender: expect.any(Number),
      },
      findings: [],
    })
  },
  LIMIT_MS,
)

test.each([
  [['--help'], 0, /--seed <number>/, /^$/],
  [['--minutes', 'some'], 2, /^$/, /must be a number above 0/],
  [['--rows', '0'], 2, /^$/, /must be a whole number of 1 or more/],
])('a soak with %j ends at once with %i', async (args, code, stdout, stderr) => {
  expect(await runSoak(...args)).toEqual({
    code,
    stdout: expect.stringMatching(stdout),
    stderr: expect.stringMatching(stderr),
  })
})
