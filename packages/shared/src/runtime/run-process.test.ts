import { EventEmitter } from 'node:events'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { SluiceError } from '../errors/index.ts'
import {
  createControlDatabase,
  createQueuePrefix,
  readTestServers,
  type TestDatabase,
} from '../testing/index.ts'
import { runWorkerProcess } from './run-process.ts'

let control: TestDatabase
beforeAll(async () => {
  control = await createControlDatabase(readTestServers(process.env).databaseUrl)
})
afterAll(() => control.drop())

/** A process in name only: what it writes, and how it ends, is kept. */
function createHost() {
  const said: string[] = []
  const codes: number[] = []
  const env = {
    DATABASE_URL: control.url,
    REDIS_URL: readTestServers(process.env).redisUrl,
    SLUICE_QUEUE_PREFIX: createQueuePrefix(),
    SLUICE_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
    SLUICE_HTTP_PORT: '0',
    SLUICE_LOG_LEVEL: 'error',
  }
  const host = Object.assign(new EventEmitter(), {
    env,
    stderr: { write: (text: string) => said.push(text) },
    exit: (code: number) => codes.push(code),
  })
  return { host: host as unknown as NodeJS.Process, said, codes }
}

test.each([
  [
    'a bug',
    new TypeError('wanted is not iterable'),
    1,
    'test cannot start: TypeError: wanted is not iterable\n',
  ],
  ['a port that is taken', new SluiceError('usage_invalid', 'port 1 is taken'), 1, 'port 1 is taken\n'],
  ['a schema that is not known', new SluiceError('schema_unknown', 'migrate first'), 2, 'migrate first\n'],
])('%s at the start ends the process, and stops what had been started', async (_name, error, code, line) => {
  const { host, said, codes } = createHost()
  const stopped: string[] = []
  const log = { write: () => {} }
  const part = {
    secrets: [],
    start: async (
      _context: unknown,
      lifecycle: { use: (name: string, of: null, stop: () => void) => null },
    ) => {
      lifecycle.use('first', null, () => void stopped.push('first'))
      await Promise.reject(error)
    },
  }
  await runWorkerProcess(host, 'test', [part], log)
  expect({ said, codes, stopped }).toEqual({ said: [line], codes: [code], stopped: ['first'] })
})
