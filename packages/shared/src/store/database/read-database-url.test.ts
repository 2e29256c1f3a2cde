import { expect, test } from '@jest/globals'
import { readDatabaseUrl } from './read-database-url.ts'

test.each([
  'sslmode=verify-full',
  'SSLMODE=verify-full',
  'sslmode=Require',
  'ssl=true',
  'ssl=1',
  'ssl=yes',
  'requiressl=1',
])('the control database is spoken to over TLS, and its name checked, when %s asks for TLS', (query) => {
  expect(readDatabaseUrl(`postgres://me:secret@db/sluice?${query}`)).toMatchObject({
    host: 'db',
    ssl: { rejectUnauthorized: true, checkServerIdentity: expect.any(Function) },
  })
})

test.each<[string, unknown]>([
  ['', false],
  ['sslmode=disable', false],
  ['sslmode=no-verify', expect.objectContaining({ rejectUnauthorized: false })],
  ['sslmode=require&uselibpqcompat=true', expect.objectContaining({ rejectUnauthorized: false })],
])('the control database is spoken to as %j says', (query, ssl) => {
  expect(readDatabaseUrl(`postgres://me:secret@db/sluice?${query}`).ssl).toEqual(ssl)
})

test.each([
  ['postgres://me:hunter/2@db/sluice', 'DATABASE_URL cannot be read: percent-encode'],
  [
    'postgres://me:hunter2@db/sluice?tls=true',
    'DATABASE_URL has a parameter tls that PostgreSQL does not know',
  ],
  [
    'postgres://me:hunter2@db/sluice?sslrootcert=/nowhere.pem&ssl=1',
    'sslrootcert whose file cannot be read (ENOENT)',
  ],
])('a DATABASE_URL that is not understood is refused without its password', (url, message) => {
  const read = (): unknown => readDatabaseUrl(url)
  expect(read).toThrow(message)
  expect(read).not.toThrow('hunter')
})
