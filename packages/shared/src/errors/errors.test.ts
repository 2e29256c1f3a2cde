import { readFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { DEAD_LETTER_CODES, ERROR_CODES, SluiceError, readErrorKind } from './index.ts'

/** First and second cells of the table under a heading of docs/errors.md. */
async function readTable(heading: string): Promise<[string, string][]> {
  const page = await readFile(new URL('../../../../docs/errors.md', import.meta.url), 'utf8')
  const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? ''
  return [...section.matchAll(/^\| `(\w+)` \| (\w+) \| .+ \|$/gm)].map(([, code = '', second = '']) => [
    code,
    second,
  ])
}

describe('docs/errors.md', () => {
  test('explains every error code under its kind, and no other', async () => {
    expect(Object.fromEntries(await readTable('Codes'))).toEqual(ERROR_CODES)
  })

  test('explains every code of a dead letter, and no other', async () => {
    expect((await readTable('Dead letters')).map(([code]) => code)).toEqual([...DEAD_LETTER_CODES])
  })
})

test('an error knows what to do next by its code; what is not ours is a bug', () => {
  expect(readErrorKind(new SluiceError('redis_unreachable', 'gone'))).toBe('transient')
  expect(readErrorKind(new SluiceError('query_invalid', 'wrong'))).toBe('misconfigured')
  expect(readErrorKind(new TypeError('oops'))).toBe('bug')
  const reply = (message: string): Error => Object.assign(new Error(message), { name: 'ReplyError' })
  expect(readErrorKind(reply("OOM command not allowed when used memory > 'maxmemory'."))).toBe('transient')
  expect(readErrorKind(reply('WRONGTYPE Operation against a key'))).toBe('bug')
})
