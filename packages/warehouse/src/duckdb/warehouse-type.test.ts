import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { openWarehouse } from '../registry.ts'
import { DUCKDB } from './warehouse-type.ts'

/** What is wrong with it; empty where nothing is. */
const judge = (name: string, said: unknown): string => {
  const found = DUCKDB.keys.find((key) => key.name === name)?.schema.safeParse(said)
  return found?.success === true ? '' : (found?.error.issues[0]?.message ?? 'no such key')
}

test.each([
  ['path', '/data/shop.duckdb', ''],
  ['path', '${DATA}/shop.duckdb', ''],
  ['path', 'shop.duckdb', 'must be an absolute path'],
  ['path', undefined, 'must be text'],
  ['state', undefined, ''],
  ['memory_limit', '512MB', ''],
  ['memory_limit', '1.5 GiB', ''],
  ['memory_limit', 'all of it', 'must be a size such as 512MB'],
  ['threads', 4, ''],
  ['threads', 0, 'must be from 1 to 64'],
  ['threads', 1.5, 'must be a whole number'],
  ['read_directories', ['/data/exports'], ''],
  ['read_directories', ['exports'], 'must be an absolute path'],
  ['read_directories', '/data', 'must be a list of folders'],
  ['statement_timeout', '30m', ''],
  ['statement_timeout', '15d', 'must be a length of time'],
])('%s %j: %s', (name, said, mistake) => {
  const found = judge(name, said)
  expect(found.startsWith(mistake)).toBe(true)
  expect(found === '').toBe(mistake === '')
})

test('a source of this type opens with nothing but its path, and says when there is no such file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-duckdb-'))
  const path = join(folder, 'shop.duckdb')
  const warehouse = await openWarehouse({ id: 'shop', type: 'duckdb', settings: { path } })
  await expect(warehouse.check()).rejects.toMatchObject({
    code: 'warehouse_unreachable',
    message: expect.stringContaining(`there is no file ${path} here`),
  })
  await warehouse.close()
  await rm(folder, { recursive: true })
})
