import { describe, expect, test } from '@jest/globals'
import { BODY_LIMIT_BYTES, EVENT_LIMIT_BYTES } from '../limits.ts'
import { type RawRequest, readRequest } from './read-request.ts'

const KEY = `Basic ${Buffer.from('key:').toString('base64')}`

function createRequest(body: unknown, changes: Partial<RawRequest> = {}): RawRequest {
  return {
    region: 'us-west-2',
    call: 'batch',
    authorization: KEY,
    contentType: 'application/json',
    contentEncoding: undefined,
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    receivedAtMs: 0,
    ...changes,
  }
}

/** An event of exactly so many bytes, in characters of three bytes as far as they fit. */
function createEventOf(bytes: number): Readonly<Record<string, string>> {
  const room = bytes - Buffer.byteLength(JSON.stringify({ type: 'page', userId: 'u', x: '' }))
  return { type: 'page', userId: 'u', x: '€'.repeat(Math.floor(room / 3)) + 'x'.repeat(room % 3) }
}

function readRefusal(request: RawRequest): string | null {
  const { refusal } = readRequest(request)
  return refusal === null ? null : `${refusal.status} ${refusal.code}`
}

describe('readRequest', () => {
  test.each([
    ['a body that was too large to keep', createRequest('', { body: null }), '400 body_too_large'],
    ['gzip', createRequest({ batch: [] }, { contentEncoding: 'gzip' }), '400 content_encoding'],
    ['no content type', createRequest({ batch: [] }, { contentType: undefined }), '400 content_type'],
    ['text', createRequest({ batch: [] }, { contentType: 'text/plain' }), '400 content_type'],
    ['JSON that is none', createRequest('{"batch":[}'), '400 invalid_json'],
    ['an empty body', createRequest(''), '400 invalid_json'],
    ['a list', createRequest([]), '400 invalid_json'],
    ['null', createRequest('null'), '400 invalid_json'],
    ['no key anywhere', createRequest({ batch: [] }, { authorization: undefined }), '401 no_write_key'],
    ['no batch', createRequest({ events: [] }), '400 invalid_batch'],
    ['a batch that is an object', createRequest({ batch: {} }), '400 invalid_batch'],
  ])('%s is refused', (_, request, refusal) => {
    expect(readRefusal(request)).toBe(refusal)
  })

  test.each([
    [
      'a charset beside the content type',
      createRequest({ batch: [] }, { contentType: 'Application/JSON; charset=utf-8' }),
    ],
    ['the encoding identity', createRequest({ batch: [] }, { contentEncoding: 'identity' })],
    ['a key in the body', createRequest({ batch: [], writeKey: 'key' }, { authorization: undefined })],
  ])('%s is fine', (_, request) => {
    expect(readRefusal(request)).toBeNull()
  })

  test.each([
    ['an event of 32 KB is not too large', EVENT_LIMIT_BYTES, null],
    ['one byte more is too large', EVENT_LIMIT_BYTES + 1, '400 event_too_large'],
  ])('%s, in a batch and alone, in bytes of UTF-8', (_, bytes, refusal) => {
    const event = createEventOf(bytes)
    expect(Buffer.byteLength(JSON.stringify(event))).toBe(bytes)
    expect(readRefusal(createRequest({ batch: [{ userId: 'small' }, event] }))).toBe(refusal)
    expect(readRefusal(createRequest(event, { call: 'page' }))).toBe(refusal)
  })

  test('an event of a batch whose keys are written with escapes is measured all the same', () => {
    const events = JSON.stringify([createEventOf(EVENT_LIMIT_BYTES + 1)])
    expect(readRefusal(createRequest(String.raw`{"b\u0061tch":` + events + '}'))).toBe('400 event_too_large')
  })

  test('a full body of small events is read whole', () => {
    const event = createEventOf(1000)
    const batch = Array.from({ length: Math.floor(BODY_LIMIT_BYTES / 1001) - 1 }, () => event)
    expect(readRequest(createRequest({ batch })).arrival?.events).toEqual(batch)
  })

  test('a batch hands its sentAt, context and integrations to its events, a single call keeps its own', () => {
    const envelope = { sentAt: '2026-01-01T00:00:00Z', context: { a: 1 }, integrations: { All: true } }
    expect(readRequest(createRequest({ batch: [], ...envelope })).arrival?.envelope).toMatchObject(envelope)
    const single = readRequest(createRequest({ userId: 'u', ...envelope }, { call: 'identify' }))
    expect(single.arrival?.envelope).toMatchObject({
      sentAt: undefined,
      context: undefined,
      integrations: undefined,
    })
    expect(single.arrival?.events).toEqual([{ userId: 'u', ...envelope }])
  })
})
