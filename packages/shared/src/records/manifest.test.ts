import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeManifest, encodeManifest, mayHold } from './manifest.ts'

const hex = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex'))
const entry = fc.oneof(
  fc.record({
    recordId: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('{"ops":', '"}{"ops":"a"')),
    op: fc.constantFrom('added' as const, 'updated' as const),
    version: fc.nat(),
    checksum: hex,
  }),
  fc.record({
    recordId: fc.string(),
    op: fc.constant('deleted' as const),
    version: fc.nat(),
    checksum: fc.constant(''),
  }),
)

test('a manifest tells every row of its chunk again, whatever its record is called', () => {
  fc.assert(
    fc.property(fc.array(entry), (rows) => {
      const bytes = encodeManifest(rows)
      expect(decodeManifest(bytes)).toEqual(rows)
      expect(rows.every(({ recordId }) => mayHold(bytes, recordId))).toBe(true)
    }),
  )
})

test('a manifest of usual rows takes some 30 bytes for each', () => {
  const rows = Array.from({ length: 1_000 }, (_none, index) => ({
    recordId: `c${100_000 + index}`,
    op: 'added' as const,
    version: 1,
    checksum: 'ab'.repeat(16),
  }))
  const bytes = encodeManifest(rows)
  expect(bytes.length).toBeLessThan(30 * rows.length)
  expect(mayHold(bytes, 'c10000')).toBe(false)
})
