import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { SendEnd } from '../domain/index.ts'
import {
  SEND_QUEUE,
  decodeProgress,
  createPayloadOwner,
  createProgressOwner,
  encodeEvents,
  encodeProgress,
  readGoneOut,
  type SendPayload,
} from './index.ts'

const DELIVERED: SendEnd = { kind: 'delivered' }
const DEAD: SendEnd = {
  kind: 'dead',
  code: 'rejected',
  reason: 'the Tracking API rejected the event (HTTP 400)',
}

describe('the progress of a send job', () => {
  test('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(DELIVERED, DEAD, null)), fc.uint8Array(), (progress, bytes) => {
        const payload = Buffer.from(bytes)
        expect(decodeProgress(encodeProgress(payload, progress), payload, progress.length)).toEqual(progress)
      }),
    )
  })

  test('counts for nothing beside another payload, or when there is none', () => {
    const stored = encodeProgress(Buffer.from('these events'), [DELIVERED])
    expect(decodeProgress(stored, Buffer.from('other events'), 1)).toEqual([null])
    expect(decodeProgress(null, Buffer.from('these events'), 1)).toEqual([null])
  })

  const job: SendPayload = {
    sync: '00000000-0000-4000-8000-000000000000',
    mapping: 'people',
    destination: 'segment-us',
    chunk: 3,
    events: 3,
    skipped: 0,
    invalid: 0,
  }
  const payload = encodeEvents(
    [41, 43, 47].map((seq) => ({ seq, op: 'added', recordId: `p${seq}`, version: 1, json: '{}' })),
  )
  const progress = encodeProgress(payload, [DELIVERED, null, DELIVERED])

  test.each([
    ['nothing when no run has kept anything', payload, null, []],
    ['the rows whose events were delivered', payload, progress, [41, 47]],
    ['nothing when the payload is gone', null, progress, []],
    ['nothing when it tells of another payload', encodeEvents([]), progress, []],
  ])('tells %s', async (_what, events, kept, seqs) => {
    const stored = new Map([
      [createPayloadOwner(SEND_QUEUE, job).id, events],
      [createProgressOwner(job).id, kept],
    ])
    const get = ({ id }: { readonly id: string }) => Promise.resolve(stored.get(id) ?? null)
    expect((await readGoneOut({ get }, job)).seqs).toEqual(seqs)
  })
})
