import { expect, test } from '@jest/globals'
import { loadDriver } from './load-driver.ts'

const missing = (name: string) =>
  Object.assign(new Error(`Cannot find package '${name}' imported from /app/dist/open.js`), {
    code: 'ERR_MODULE_NOT_FOUND',
  })

test('a driver that is not installed is told, with how to install it', async () => {
  const loading = loadDriver('lake', '@some/driver', () => Promise.reject(missing('@some/driver')))
  await expect(loading).rejects.toMatchObject({
    code: 'driver_missing',
    message: 'source lake needs the package @some/driver: npm install @some/driver',
  })
})

test('what a driver itself lacks, or fails with, is no missing driver', async () => {
  for (const error of [missing('something-else'), new Error('broken')])
    await expect(loadDriver('lake', '@some/driver', () => Promise.reject(error))).rejects.toBe(error)
})

test('a driver that is there is what was loaded', async () => {
  expect(await loadDriver('lake', 'pg', async () => 42)).toBe(42)
})
