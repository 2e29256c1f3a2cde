import { expect, test } from '@jest/globals'
import { createConnection } from 'node:net'
import { readFileSync } from 'node:fs'
import { waitFor } from '@sluice/shared/testing'
import { ROOT } from '../folders.ts'
import { runBenchmark } from './run-benchmark.ts'

const number = expect.any(Number)
const HELD = { serverMb: number, tabMb: number, nodes: number, listeners: number }
const range = { median: number, min: number, max: number }
const NO_SERVERS = { DATABASE_URL: undefined, REDIS_URL: undefined }
/** Where nobody answers. */
const DEAD_SERVERS = { DATABASE_URL: 'postgres://127.0.0.1:1/none', REDIS_URL: 'redis://127.0.0.1:1' }

const side = { rowsPerSecond: range, cpuMicrosecondsPerRow: range }
const alone = { segment: null, sluice: side, ratio: null }
const run = {
  rowsPerSecond: range,
  seconds: range,
  nodeCpuSecondsPerMillionRows: range,
  cpuSecondsPerMillionRows: { cli: range, extractor: range, mapper: range, sender: range, sink: range },
  peakMegabytes: expect.objectContaining({ cli: range, extractor: range, mapper: range, sender: range }),
  requests: range,
  eventsPerRequest: range,
  largestRequestBytes: number,
  bytesPerEvent: number,
}
const table = (rows: number) =>
  expect.objectContaining({
    rows,
    added: number,
    updated: rows / 125,
    deleted: rows / 1_000,
    ms: { copy: range, firstSync: range, bare: range, stage: range },
    plan: { ms: number, nodes: expect.arrayContaining([expect.objectContaining({ selfMs: number })]) },
  })

// What they measure at this size says nothing; that they still run, and what they tell, does.
test.each([
  [
    'mapping',
    ['--alone', '--rounds', '1', '--repetitions', '1', '--repetition-ms', '10', '--warm-up-ms', '1'],
    {},
    {
      node: process.version,
      rows: 2_000,
      repetitions: 1,
      cases: { identify: { ...alone, withParse: alone }, track: { ...alone, withParse: alone } },
      ratio: null,
    },
  ],
  [
    'isolation',
    ['--rounds', '1', '--chunks', '2', '--case', '429'],
    // As on a fresh clone: on servers of its own, which know nothing of the tests' databases.
    NO_SERVERS,
    {
      rounds: 1,
      events: 1_000,
      cases: ['alone', '429'].map((name) => ({ case: name, ms: range, cpuMs: range, ratio: number })),
      ratio: number,
    },
  ],
  [
    'console',
    ['--rounds', '1', '--visits', '1'],
    NO_SERVERS,
    {
      rounds: 1,
      memory: { count: 1, visits: { before: HELD, after: HELD }, renewals: { before: HELD, after: HELD } },
      first: { paintMs: range, interactiveMs: range, eventMs: range },
      again: { paintMs: range, interactiveMs: range, eventMs: range },
    },
  ],
  [
    'pipeline',
    ['--scale', '--rows', '2000', '--rounds', '1', '--most', '1'],
    {},
    { rows: 2_000, rounds: 1, scale: [{ mappers: 1, senders: 1, ...run }] },
  ],
  [
    'diff',
    ['--rows', '10000', '--rounds', '1'],
    {},
    {
      rounds: 1,
      server: expect.objectContaining({ given: true, fsync: expect.any(String) }),
      growth: { bare: expect.anything(), stage: number, copy: expect.anything(), firstSync: number },
      cases: [table(1_000), table(10_000)],
    },
  ],
])('bench:%s %j runs to its end and prints one document', async (name, args, env, document) => {
  const { code, stdout, stderr } = await runBenchmark(name, [...args, '--json'], env).ended
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject(document)
})

test.each([
  ['isolation', []],
  ['pipeline', ['--scale']],
  ['diff', []],
])('bench:%s %j that cannot begin ends in one line with what to do', async (name, args) => {
  const { code, stdout, stderr } = await runBenchmark(name, args, DEAD_SERVERS).ended
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(
    new RegExp(
      `^bench:${name}: DATABASE_URL: 127\\.0\\.0\\.1:1/none does not answer \\(.+\\): start that server, .+\\n$`,
    ),
  )
})

test.each([
  ['mapping', '--rounds', 'none', '--rounds must be a whole number of 1 or more'],
  ['isolation', '--case', '418', '--case must be one of alone, 429, 503, hang'],
  ['pipeline', '--rows', '0', '--rows must be a whole number of 1 or more'],
  ['diff', '--fast', '1', "Unknown option '--fast'"],
])('bench:%s %s %s is wrong use, told in one line', async (name, option, value, message) => {
  const { code, stderr } = await runBenchmark(name, [option, value]).ended
  expect(code).toBe(2)
  expect(stderr.startsWith(`bench:${name}: ${message}`)).toBe(true)
  expect(stderr.trim().split('\n')).toHaveLength(1)
})

test('a benchmark that is stopped stops its servers first', async () => {
  const benchmark = runBenchmark('diff', [], NO_SERVERS)
  const readPort = (): number => Number(/postgresql .+ on 127\.0\.0\.1:(\d+) /.exec(benchmark.stderr())?.[1])
  await waitFor('the benchmark to have filled its table', () => benchmark.stderr().includes('filling'))
  const port = readPort()
  benchmark.kill('SIGTERM')
  await expect(benchmark.ended).resolves.toMatchObject({ code: 143, stdout: '' })
  await expect(isRefused(port)).resolves.toBe(true)
})

test('every benchmark of package.json is run here', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>
  }
  expect(Object.keys(scripts).filter((name) => name.startsWith('bench:'))).toEqual([
    'bench:mapping',
    'bench:isolation',
    'bench:console',
    'bench:pipeline',
    'bench:diff',
  ])
})

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1')
    socket.once('error', () => resolve(true))
    socket.once('connect', () => resolve(!socket.destroy()))
  })
}
