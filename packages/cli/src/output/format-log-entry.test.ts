import { describe, expect, test } from '@jest/globals'
import { formatLogEntry } from './format-log-entry.ts'
import { writeLine } from './write-line.ts'

const ENTRY = { level: 40, time: 1_700_000_000_123, pid: 7, hostname: 'box', name: 'sluice-sender' }

function show(fields: object, colors = false): string {
  return writeLine(formatLogEntry(`${JSON.stringify({ ...ENTRY, ...fields })}\n`), { colors })
}

describe('formatLogEntry', () => {
  test('writes time, level, worker, message and fields on one line', () => {
    expect(
      show({ sync: 's-1', events: 12, place: 'a b', error: { code: 'ECONNRESET' }, msg: 'waiting' }),
    ).toBe(
      '2023-11-14 22:13:20.123Z warn  sender waiting sync=s-1 events=12 place="a b" error={"code":"ECONNRESET"}\n',
    )
  })

  test('tells an error in its words, and what nobody foresaw whole', () => {
    const error = { code: 'redis_unreachable', message: 'redis a:1 is away', cause: { code: 'ECONNREFUSED' } }
    expect(show({ error, msg: 'worker cannot start' })).toBe(
      '2023-11-14 22:13:20.123Z warn  sender worker cannot start: redis a:1 is away code=redis_unreachable\n',
    )
    expect(show({ error })).toContain(' sender redis a:1 is away code=redis_unreachable\n')
    expect(show({ error: { message: 'oops', stack: 'at x' }, msg: 'failed' })).toContain(
      ' failed error={"message":"oops","stack":"at x"}\n',
    )
  })

  test.each(['\u001B[2J', 'a\nb'])('shows %j in the words of an error, too', (hostile) => {
    const line = show({ error: { code: hostile, message: hostile }, msg: 'failed' })
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
  })

  test('does without a message and without fields', () => {
    expect(show({ msg: 'worker ready' })).toBe('2023-11-14 22:13:20.123Z warn  sender worker ready\n')
    expect(show({ httpPort: 1 })).toBe('2023-11-14 22:13:20.123Z warn  sender  httpPort=1\n')
  })

  test.each(['\u001B[2J', '\u0007', 'a\nb', '\u009B31m', '\u202E'])(
    'shows %j wherever it stands, and stays one line',
    (hostile) => {
      const line = show({ msg: hostile, field: hostile, [hostile]: 1, name: hostile })
      expect(line.indexOf('\n')).toBe(line.length - 1)
      expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    },
  )

  test('marks the level by a colour where there are colours', () => {
    expect(show({ msg: 'waiting' }, true)).toContain('\u001B[33mwarn ')
  })
})
