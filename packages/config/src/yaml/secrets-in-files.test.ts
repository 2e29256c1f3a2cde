import { describe, expect, test } from '@jest/globals'
import { FILE, listMistakes, parseText } from '../testing/config-file.ts'

describe('a secret in the file', () => {
  test.each([
    [
      '"${SEGMENT_WRITE_KEY}"',
      'sk_hunter2',
      '11 destinations[0].write_key: is a secret and must come from the environment: write "${SEGMENT_WRITE_KEY}" and set that variable',
    ],
    [
      '"${SEGMENT_WRITE_KEY}"',
      '12345',
      '11 destinations[0].write_key: is a secret and must come from the environment: write "${SEGMENT_WRITE_KEY}" and set that variable',
    ],
    [
      '"${SEGMENT_WRITE_KEY}"',
      '"$${SEGMENT_WRITE_KEY}"',
      '11 destinations[0].write_key: is a secret and must come from the environment: write "${SEGMENT_WRITE_KEY}" and set that variable',
    ],
    [
      '"${WAREHOUSE_URL}"',
      'postgres://a:sk_hunter2@db/x',
      '3 sources[0].connection: is a secret and must come from the environment: write "${WAREHOUSE_URL}" and set that variable',
    ],
  ])('%s replaced by %s is refused and not shown', (search, secret, expected) => {
    expect(listMistakes(search, secret)).toEqual([expected])
  })

  test.each([
    '"postgres://sluice:${SEGMENT_WRITE_KEY}@db:5432/x"',
    '"postgres://${SEGMENT_WRITE_KEY}:${SEGMENT_WRITE_KEY}@db/x?sslmode=require"',
    '"postgres://${SEGMENT_WRITE_KEY}@db/x"',
    '"postgres://sluice@db/x?password=${SEGMENT_WRITE_KEY}"',
    '"postgres://sluice@${SEGMENT_WRITE_KEY}:5432/x"',
    '"${WAREHOUSE_URL}?sslmode=verify-full"',
  ])('may be mixed with what is no secret: %s', (connection) => {
    expect(listMistakes('"${WAREHOUSE_URL}"', connection)).toEqual([])
  })

  test.each([
    '"postgres://sluice:sk_hunter2@${SEGMENT_WRITE_KEY}/x"',
    '"postgres://${SEGMENT_WRITE_KEY}:sk_hunter2@db/x"',
    '"postgres://sluice:sk_hunter2${SEGMENT_WRITE_KEY}@db/x"',
    '"postgres://sluice:sk_hunter2@/?#${SEGMENT_WRITE_KEY}@db/x"',
    '"postgres://sluice:sk_hunter2@db/${SEGMENT_WRITE_KEY}"',
    '"postgres://sluice@db/${SEGMENT_WRITE_KEY}?sslmode=require&PASSWORD=sk_hunter2"',
    '"${SEGMENT_WRITE_KEY}:sk_hunter2@db/x"',
    '"${SEGMENT_WRITE_KEY}sk_hunter2@db/x"',
  ])('may not stand beside a variable: %s', (connection) => {
    expect(listMistakes('"${WAREHOUSE_URL}"', connection)).toEqual([
      '3 sources[0].connection: holds a password, or a piece of one, that must come from the environment as a whole: write "postgres://user:${WAREHOUSE_PASSWORD}@host:5432/warehouse", and set that variable',
    ])
  })

  test.each([
    [
      'write_key: "${SEGMENT_WRITE_KEY}"',
      'write_key: "sk_hunter2${SEGMENT_WRITE_KEY}"',
      '11 destinations[0].write_key',
    ],
    [
      'connection: "${WAREHOUSE_URL}" }',
      'connection: "${WAREHOUSE_URL}", ssl: { key: "-----BEGIN PRIVATE KEY-----sk_hunter2${SEGMENT_WRITE_KEY}-----END PRIVATE KEY-----" } }',
      '3 sources[0].ssl.key',
    ],
  ])('comes from the environment as a whole: %s is not %s', (search, secret, place) => {
    const lines = listMistakes(search, secret)
    expect(lines).toEqual([expect.stringMatching(/: is a secret and must come from the environment: write /)])
    expect(lines[0]?.startsWith(place)).toBe(true)
  })

  test('is not shown when YAML stumbles over it', () => {
    const lines = listMistakes('"${SEGMENT_WRITE_KEY}"', '"a" sk_hunter2: {sk_hunter2')
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.join()).not.toContain('hunter2')
  })

  test('of the environment is not shown wherever the file puts it', () => {
    const wrong = FILE.replaceAll('us-west-2', '"${SEGMENT_WRITE_KEY}"')
      .replaceAll(
        /(?<=(?:action|model|source|destination|id|trigger|type): *)[a-zA-Z[][^,\n}]+/g,
        '"${SEGMENT_WRITE_KEY}"',
      )
      .replace(', added]', '')
    const lines = parseText(wrong)
    expect(lines.length).toBeGreaterThan(3)
    expect(lines.join()).not.toContain('hunter2')
  })
})
