import { describe, expect, test } from '@jest/globals'
import { MESSAGE_ID_LIMIT_CHARACTERS } from '@sluice/shared/domain'
import fc from 'fast-check'
import { createMessageIdFactory } from './message-id.ts'

const input = fc.record({
  installationId: fc.string(),
  mappingId: fc.string(),
  epoch: fc.nat(),
  recordId: fc.string(),
  version: fc.nat(),
  checksum: fc.string({ unit: fc.constantFrom('0', '7', 'a', 'f') }),
  eventIndex: fc.nat(5),
})

type Input = typeof input extends fc.Arbitrary<infer T> ? T : never

function createId({ installationId, mappingId, epoch, eventIndex, ...delta }: Input): string {
  return createMessageIdFactory({ installationId, mappingId, epoch })(delta, eventIndex)
}

describe('a messageId', () => {
  test('is the same for the same delta, whichever factory makes it', () => {
    fc.assert(fc.property(input, (each) => expect(createId(each)).toBe(createId({ ...each }))))
  })

  test('differs as soon as any of its parts differs', () => {
    fc.assert(
      fc.property(input, input, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other))
        expect(createId(one)).not.toBe(createId(other))
      }),
    )
  })

  test.each([
    ['installationId', 'installation-2'],
    ['mappingId', 'orders-track'],
    ['epoch', 2],
    ['recordId', '43'],
    ['version', 4],
    ['checksum', 'beef'],
    ['eventIndex', 1],
  ])('differs when only the %s does', (part, value) => {
    const each: Input = {
      installationId: 'installation-1',
      mappingId: 'customers-identify',
      epoch: 1,
      recordId: '42',
      version: 3,
      checksum: 'cafe',
      eventIndex: 0,
    }
    expect(createId({ ...each, [part]: value })).not.toBe(createId(each))
  })

  test('does not confuse parts that run together', () => {
    const each = { installationId: 'i', mappingId: 'm', epoch: 1, version: 1, eventIndex: 0 }
    expect(createId({ ...each, checksum: 'a', recordId: 'b:c' })).not.toBe(
      createId({ ...each, checksum: 'a', recordId: 'b', eventIndex: 1 }),
    )
  })

  test('is short and safe in a URL', () => {
    fc.assert(
      fc.property(input, (each) => {
        const id = createId(each)
        expect(id).toMatch(/^[\w-]{43}$/)
        expect(id.length).toBeLessThan(MESSAGE_ID_LIMIT_CHARACTERS)
      }),
    )
  })
})
