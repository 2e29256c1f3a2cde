import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { OPS } from '../domain/index.ts'
import {
  decodeDeltas,
  decodeEvents,
  encodeDeltas,
  encodeEvents,
  parseDelta,
  parseExact,
  readRawDelta,
} from './index.ts'

const text = fc.string({ unit: 'binary' })
const head = { seq: fc.nat(), op: fc.constantFrom(...OPS), recordId: text, version: fc.integer({ min: 1 }) }

describe('the payload of a map job', () => {
  test('gives back every delta, in order, whatever its rows hold', () => {
    const row = fc.dictionary(text, fc.jsonValue())
    fc.assert(
      fc.property(
        fc.array(fc.record({ ...head, checksum: fc.stringMatching(/^[0-9a-f]{0,32}$/), row })),
        (deltas) => {
          // A json column keeps its white space, line breaks too.
          const raw = deltas.map((delta) => ({ ...delta, row: JSON.stringify(delta.row, null, 2) }))
          const { stagedAt, texts } = decodeDeltas(encodeDeltas('2026-01-01T00:00:00Z', raw))
          expect(stagedAt).toBe('2026-01-01T00:00:00Z')
          const all = [...texts]
          expect(all.map(readRawDelta)).toEqual(raw)
          expect(all.map(parseDelta)).toEqual(raw.map((delta) => ({ ...delta, row: parseExact(delta.row) })))
        },
      ),
    )
  })
})

describe('the payload of a send job', () => {
  test('gives back every event byte for byte, in order, beside its head', () => {
    const event = fc.record({ ...head, json: fc.jsonValue().map((value) => JSON.stringify(value)) })
    fc.assert(
      fc.property(fc.array(event, { minLength: 1 }), (events) => {
        const decoded = decodeEvents(encodeEvents(events))
        expect(decoded.lines.map(String)).toEqual(events.map(({ json }) => json))
        expect(decoded.readHeads()).toEqual(events.map(({ json: _json, ...rest }) => rest))
      }),
    )
  })
})
