import { describe, expect, test } from '@jest/globals'
import { connect } from 'node:net'
import { SluiceError } from '../errors/index.ts'
import { createLifecycle, createLogger, createMetrics, serializeError, startHealthServer } from './index.ts'

const silent = { warn: () => {} }

describe('a lifecycle', () => {
  test('stops in the reverse order of the start, past what fails to stop', async () => {
    const stopped: string[] = []
    const lifecycle = createLifecycle(silent)
    for (const name of ['first', 'second', 'third']) {
      lifecycle.use(name, name, (part) => {
        stopped.push(part)
        if (part === 'second') throw new Error('stuck')
      })
    }
    await Promise.all([lifecycle.stop(), lifecycle.stop()])
    expect(stopped).toEqual(['third', 'second', 'first'])
  })
})

describe('the log', () => {
  test('says of an error what happened, and nothing that a driver hangs on it', () => {
    const lines: string[] = []
    const log = createLogger({
      name: 'test',
      level: 'info',
      destination: { write: (line) => void lines.push(line) },
    })
    const reply = Object.assign(new Error('ERR value ada@example.com'), {
      name: 'ReplyError',
      command: { name: 'set', args: ['key', 'ada@example.com'] },
    })
    const postgres = Object.assign(new Error('invalid input syntax: "ada@example.com"'), {
      severity: 'ERROR',
      code: '22P02',
    })
    log.warn({ error: reply }, 'redis said no')
    log.warn({ error: postgres }, 'postgres said no')
    log.warn(
      { error: new SluiceError('query_failed', 'the query failed', { cause: postgres }) },
      'query failed',
    )
    expect(lines.join('')).not.toContain('ada@example.com')
    expect(lines[1]).toContain('22P02')
  })

  test.each([
    ["READONLY You can't write against a read only replica.", 'READONLY'],
    ['LOADING Redis is loading the dataset in memory', 'LOADING'],
    ["OOM command not allowed when used memory > 'maxmemory'. script: ada@example.com", 'OOM'],
    [
      "ERR Error running script (call to f_12): @user_script:1: -READONLY You can't write ada@example.com",
      'READONLY',
    ],
  ])('tells the first word of what Redis answered, and no other: %s', (message, reply) => {
    const error = Object.assign(new Error(message), { name: 'ReplyError', command: { args: ['ada'] } })
    expect(serializeError(error)).toEqual({
      name: 'ReplyError',
      code: undefined,
      reply,
      stack: expect.not.stringContaining('ada'),
    })
    expect(serializeError(new SluiceError('redis_unreachable', 'gone', { cause: error }))).toMatchObject({
      cause: { reply },
    })
  })

  test('names an unknown error and where it came from', () => {
    expect(serializeError(new RangeError('too far'))).toMatchObject({
      name: 'RangeError',
      message: 'too far',
    })
  })
})

describe('the health server', () => {
  test('is alive at once, ready when its work can be done, and gives its metrics', async () => {
    let isReady = false
    const server = await startHealthServer({
      host: '127.0.0.1',
      port: 0,
      metrics: createMetrics(),
      checkReady: async () => {
        if (!isReady) throw new SluiceError('redis_unreachable', 'gone')
      },
    })
    const get = async (path: string): Promise<[number, string]> => {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`)
      return [response.status, await response.text()]
    }
    expect(await get('/livez')).toEqual([200, 'ok\n'])
    expect(await get('/readyz')).toEqual([503, 'redis_unreachable\n'])
    isReady = true
    expect(await get('/readyz')).toEqual([200, 'ok\n'])
    expect((await get('/metrics'))[1]).toContain('process_cpu_seconds_total')
    expect((await get('/'))[0]).toBe(404)
    await server.close()
  })

  test('listens where it is told to, and says where it cannot', async () => {
    const options = { port: 0, metrics: createMetrics(), checkReady: async () => {} }
    const server = await startHealthServer({ ...options, host: '127.0.0.1' })
    expect(await isOpen('127.0.0.1', server.port)).toBe(true)
    expect(await isOpen('127.0.0.2', server.port)).toBe(false)
    await server.close()
    await expect(startHealthServer({ ...options, host: '203.0.113.1' })).rejects.toThrow(
      'the health pages cannot listen on 203.0.113.1 (EADDRNOTAVAIL): set SLUICE_HTTP_HOST',
    )
  })

  test('says which port is taken', async () => {
    const options = { host: '127.0.0.1', metrics: createMetrics(), checkReady: async () => {} }
    const server = await startHealthServer({ ...options, port: 0 })
    await expect(startHealthServer({ ...options, port: server.port })).rejects.toThrow(
      `port ${server.port} is in use: set SLUICE_HTTP_PORT`,
    )
    await server.close()
  })
})

function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => {
      socket.destroy()
      resolve(true)
    }).once('error', () => resolve(false))
  })
}
