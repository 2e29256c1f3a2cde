import { expect, test } from '@jest/globals'
import { array, assert, nat, property, string } from 'fast-check'
import { createTextBuffer } from './text-buffer.ts'

test('whatever is written, and however little room was expected, the bytes are those of the whole text', () => {
  const texts = array(string({ unit: 'binary', maxLength: 200 }))
  assert(
    property(texts, nat({ max: 1_000 }), (pieces, expectedBytes) => {
      const buffer = createTextBuffer(expectedBytes)
      for (const piece of pieces) buffer.write(piece)
      const parts = pieces.map((piece) => Buffer.from(piece))
      expect(buffer.finish().equals(Buffer.concat(parts))).toBe(true)
    }),
  )
})
