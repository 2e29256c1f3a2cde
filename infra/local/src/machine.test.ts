import { afterAll, expect, test } from '@jest/globals'
import { findChromium } from './chromium/find-chromium.ts'
import { findPostgresBinaries } from './postgres/find-postgres-binaries.ts'
import { findRedis } from './redis/find-redis.ts'
import { removeFolders } from './testing/make-folder.ts'
import { makeMachine } from './testing/make-machine.ts'

afterAll(removeFolders)

test.each([
  ['redis', findRedis],
  ['chromium', findChromium],
  ['postgresql', findPostgresBinaries],
])('on a machine without anything no %s is found, whatever the one of the test has', async (name, find) => {
  await expect(find(makeMachine())).rejects.toThrow(`no ${name} found`)
})
