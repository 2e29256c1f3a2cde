import { readFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { createJsonSchema } from '@sluice/config'

test('the shipped schema is that of this version: `pnpm --filter @sluice/cli schema` writes it', async () => {
  const shipped = await readFile(new URL('../../sluice.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(shipped)).toEqual(JSON.parse(createJsonSchema()))
})
