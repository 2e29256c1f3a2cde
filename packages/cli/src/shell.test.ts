import { readFile, readdir } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { joinParts, mark } from './output/line.ts'
import { useColors } from './output/use-colors.ts'
import { writeLine } from './output/write-line.ts'

describe('a line', () => {
  test('stays one line, whatever its texts hold, and only our own colours are sent', () => {
    const line = joinParts('a\nb ', mark('\u001b[31mc\u009b', 'good'))
    expect(writeLine(line, { colors: false })).toBe(String.raw`a\nb \u001b[31mc\u009b` + '\n')
    expect(writeLine(line, { colors: true })).toBe(
      `${String.raw`a\nb `}\u001b[32m${String.raw`\u001b[31mc\u009b`}\u001b[39m\n`,
    )
  })

  test('keeps tabs only where a machine reads it again', () => {
    expect(writeLine('a\tb\u0007', { colors: false })).toBe(String.raw`a\tb\u0007` + '\n')
    expect(writeLine('a\tb\u0007', { colors: false, tabs: true })).toBe('a\tb\\u0007\n')
  })
})

describe('colours', () => {
  test.each([
    ['are for a terminal', true, {}, [], true],
    ['are for nothing else', false, {}, [], false],
    ['are left out by NO_COLOR', true, { NO_COLOR: '1' }, [], false],
    ['heed no empty NO_COLOR', true, { NO_COLOR: '' }, [], true],
    ['are left out by --no-color', true, {}, ['status', '--no-color'], false],
    ['are not for a dumb terminal', true, { TERM: 'dumb' }, [], false],
    ['are shown anywhere with FORCE_COLOR', false, { FORCE_COLOR: '1' }, [], true],
    ['are left out by NO_COLOR before all', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, [], false],
  ])('%s', (_what, isTTY, env, args, expected) => {
    expect(useColors({ isTTY }, env, args)).toBe(expected)
  })
})

test('nothing but the shell writes to the outputs of the process', async () => {
  const folder = new URL('.', import.meta.url)
  const files = await readdir(folder, { recursive: true })
  for (const file of files.filter((path) => /(?<!\.test)\.ts$/.test(path) && path !== 'shell.ts')) {
    const text = await readFile(new URL(file, folder), 'utf8')
    expect({ file, writes: /\b(stdout|stderr)\b[\w.?!]*\.write\(|\bconsole\./.test(text) }).toEqual({
      file,
      writes: false,
    })
  }
})
