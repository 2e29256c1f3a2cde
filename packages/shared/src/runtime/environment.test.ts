import { expect, test } from '@jest/globals'
import { parseEnvironment, readEndpoints, readSettingsEndpoints } from './environment.ts'

const KEY = Buffer.alloc(32).toString('base64')

test('reports every mistake at once, and tells what each variable should look like', () => {
  expect(() =>
    parseEnvironment(
      { REDIS_URL: 'localhost', SLUICE_SECRET_KEY: 'abc', SLUICE_HTTP_PORT: '99999', DATABASE_URL: '' },
      ['DATABASE_URL', 'REDIS_URL', 'SLUICE_SECRET_KEY', 'SLUICE_HTTP_PORT'],
    ),
  ).toThrow(
    'environment: DATABASE_URL is missing: set it to something like postgres://user:password@localhost:5432/sluice; ' +
      'REDIS_URL must be a URL like redis://:password@host:6379, rediss://host:6379/0 or redis+sentinel://host1:26379,host2:26379/primary; ' +
      'what means something in a URL (@ : / ? # %) is percent-encoded in a password; ' +
      'SLUICE_SECRET_KEY must be 32 bytes in base64: `openssl rand -base64 32`; ' +
      'SLUICE_HTTP_PORT must be a port number up to 65535',
  )
})

test('never repeats the value of a malformed variable', () => {
  expect(() => parseEnvironment({ SLUICE_SECRET_KEY: 'hunter2' }, ['SLUICE_SECRET_KEY'])).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
  )
})

test('asks only for what is needed, and knows the rest by default', () => {
  const values = parseEnvironment({ SLUICE_SECRET_KEY: KEY }, [
    'SLUICE_SECRET_KEY',
    'SLUICE_ENDPOINT_US_WEST_2',
    'SLUICE_ENDPOINT_EU_WEST_1',
    'SLUICE_QUEUE_PREFIX',
  ])
  expect(values.SLUICE_QUEUE_PREFIX).toBe('{sluice}')
  expect(readEndpoints(values)).toEqual({
    'us-west-2': 'https://api.segment.io/v1',
    'eu-west-1': 'https://events.eu1.segmentapis.com/v1',
  })
})

test('reads settings of sources where Segment keeps them, or where it is told', () => {
  const values = parseEnvironment({ SLUICE_SETTINGS_ENDPOINT_EU_WEST_1: 'http://localhost:9/v1/' }, [
    'SLUICE_SETTINGS_ENDPOINT_US_WEST_2',
    'SLUICE_SETTINGS_ENDPOINT_EU_WEST_1',
  ])
  expect(readSettingsEndpoints(values)).toEqual({
    'us-west-2': 'https://cdn.segment.com/v1',
    'eu-west-1': 'http://localhost:9/v1',
  })
})

test('asks nobody about the write keys of a region where that is switched off', () => {
  const values = parseEnvironment({ SLUICE_SETTINGS_ENDPOINT_US_WEST_2: 'off' }, [
    'SLUICE_SETTINGS_ENDPOINT_US_WEST_2',
    'SLUICE_SETTINGS_ENDPOINT_EU_WEST_1',
  ])
  expect(readSettingsEndpoints(values)).toEqual({
    'us-west-2': 'off',
    'eu-west-1': 'https://cdn.segment.com/v1',
  })
  expect(() =>
    parseEnvironment({ SLUICE_SETTINGS_ENDPOINT_US_WEST_2: 'of' }, ['SLUICE_SETTINGS_ENDPOINT_US_WEST_2']),
  ).toThrow(/SLUICE_SETTINGS_ENDPOINT_US_WEST_2/)
})

test('says of what is neither a URL nor off what it may be', () => {
  expect(() =>
    parseEnvironment({ SLUICE_SETTINGS_ENDPOINT_US_WEST_2: 'of' }, ['SLUICE_SETTINGS_ENDPOINT_US_WEST_2']),
  ).toThrow(/SLUICE_SETTINGS_ENDPOINT_US_WEST_2 must be a URL like https:.*, or off$/)
})

test.each([
  ['a list of Redis Cluster nodes', 'REDIS_URL', 'rediss://a:1,rediss://b:2'],
  ['an endpoint of its own', 'SLUICE_ENDPOINT_EU_WEST_1', 'http://localhost:9/v1/'],
] as const)('takes %s', (_what, name, value) => {
  expect(parseEnvironment({ [name]: value }, [name])[name]).toBe(value)
})

test('wants a queue prefix that keeps a cluster together', () => {
  expect(() => parseEnvironment({ SLUICE_QUEUE_PREFIX: 'sluice' }, ['SLUICE_QUEUE_PREFIX'])).toThrow(
    'SLUICE_QUEUE_PREFIX must be a name in braces',
  )
})
