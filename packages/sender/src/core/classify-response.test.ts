import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readContent } from '../tracking-api/read-content.ts'
import type { TrackingAnswer } from '../tracking-api/index.ts'
import { classifyResponse, type Verdict } from './classify-response.ts'

const answer = (status: number, body: string, rest: Partial<TrackingAnswer> = {}): TrackingAnswer => ({
  kind: 'answer',
  status,
  code: null,
  content: readContent(body),
  retryAfter: null,
  rateLimitReset: null,
  ...rest,
})
const judge = (status: number, body: string): Verdict['kind'] =>
  classifyResponse(answer(status, body), 0).kind

const ACCEPTED = '{"success":true}'
const REFUSALS = [
  '{"success":false}',
  '{"success":false,"code":"invalid_request","message":"…"}',
  '{"code":"invalid_request","message":"…"}',
  '{"error":{"code":"invalid_request"}}',
]
const STRANGERS = [
  '<html><title>403 Forbidden</title></html>',
  '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
  'Forbidden',
  'OK',
  '',
  ' \r\n',
  'null',
  '"ok"',
  '[]',
  '[{"success":false}]',
  '{"message":"Forbidden"}',
  '{"message":null,"error":"Not Found","status":404}',
  '{"code":403,"message":"forbidden"}',
  '{"errors":[{"detail":"no"}]}',
  '{"success":true,"error":"but no"}',
  '{"success":tr',
]
const OBJECTS = ['{}', '{"ok":true}', '{"success":true,"message":"fine"}', '{"success":true,"errors":[]}']

const TWO_HUNDREDS = [200, 201, 202, 204, 299]
const ABOUT_EVENTS = [400, 422]
const ABOUT_DESTINATIONS = [401, 403, 404]
const ABOUT_NOBODY = [
  408, 410, 460, 402, 405, 406, 407, 409, 411, 415, 418, 426, 431, 451, 499, 500, 501, 502, 503, 504, 511,
  599, 100, 101, 103, 199, 300, 301, 302, 303, 304, 305, 307, 308, 399, 600, 999,
]
const cross = (
  statuses: readonly number[],
  bodies: readonly string[],
  kind: Verdict['kind'],
): [number, string, Verdict['kind']][] =>
  statuses.flatMap((status) => bodies.map((body): [number, string, Verdict['kind']] => [status, body, kind]))

describe('classifyResponse', () => {
  test.each([
    ...cross(TWO_HUNDREDS, [ACCEPTED, ...OBJECTS], 'delivered'),
    ...cross(TWO_HUNDREDS, [...REFUSALS, ...STRANGERS], 'unavailable'),
    ...cross(ABOUT_EVENTS, REFUSALS, 'rejected'),
    ...cross(ABOUT_EVENTS, [...STRANGERS, ACCEPTED, ...OBJECTS], 'unavailable'),
    ...cross(ABOUT_DESTINATIONS, REFUSALS, 'refused'),
    ...cross(ABOUT_DESTINATIONS, [...STRANGERS, ACCEPTED, ...OBJECTS], 'unavailable'),
    ...cross([413], [...REFUSALS, ...STRANGERS, ACCEPTED, ...OBJECTS], 'too large'),
    ...cross([429], [...REFUSALS, ...STRANGERS, ACCEPTED, ...OBJECTS], 'rate limited'),
    ...cross(ABOUT_NOBODY, [...REFUSALS, ...STRANGERS, ACCEPTED, ...OBJECTS], 'unavailable'),
  ])('takes %i with the body %j as %s', (status, body, kind) => {
    expect(judge(status, body)).toBe(kind)
  })

  test('has a verdict on whatever a server can say, and only a JSON object of the API decides about events', () => {
    const body = fc.oneof(fc.string(), fc.json(), fc.constantFrom(ACCEPTED, ...REFUSALS, ...STRANGERS))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000 }), body, (status, text) => {
        const kind = judge(status, text)
        const decides = kind === 'delivered' || kind === 'rejected' || kind === 'refused'
        expect(decides && !/^\s*\{/.test(text)).toBe(false)
        expect(kind === 'delivered').toBe(status >= 200 && status < 300 && readContent(text) === 'accepted')
      }),
    )
  })

  test('tells a refused key from a missing endpoint', () => {
    const [refusal = ''] = REFUSALS
    expect(classifyResponse(answer(401, refusal), 0)).toMatchObject({ code: 'unauthorized' })
    expect(classifyResponse(answer(403, refusal), 0)).toMatchObject({ code: 'unauthorized' })
    expect(classifyResponse(answer(404, refusal), 0)).toMatchObject({ code: 'not_found' })
  })

  test.each([
    [400, '{"success":false}', 'HTTP 400'],
    [503, '<html>', 'HTTP 503'],
    [407, '<html>', 'HTTP 407'],
    [302, '', 'HTTP 302, a redirect, is not followed'],
    [200, '<html>', 'HTTP 200 with a page for browsers'],
    [403, '<html>', 'HTTP 403 with a page for browsers'],
    [200, '', 'HTTP 200 without a body'],
    [200, '{"success":false}', 'HTTP 200 with a refusal in its body'],
    [403, '{"message":"Forbidden"}', "HTTP 403 with a mistake that is not the Tracking API's"],
    [404, 'no such app', "HTTP 404 with a body that is not the Tracking API's"],
    [400, '{"success":true}', 'HTTP 400 with a body that says nothing is wrong'],
    [413, '<html>', 'HTTP 413'],
  ])('says of %i with the body %j: %s', (status, body, reason) => {
    expect(classifyResponse(answer(status, body), 0)).toMatchObject({ reason })
  })

  test('names the code of the API where it gave one', () => {
    const named = answer(400, '{"success":false,"code":"invalid_json"}', { code: 'invalid_json' })
    expect(classifyResponse(named, 0)).toEqual({ kind: 'rejected', reason: 'HTTP 400 invalid_json' })
  })

  test('takes a missing answer as unavailable, for the reason that the network gave', () => {
    expect(classifyResponse({ kind: 'no answer', reason: 'ECONNRESET' }, 0)).toEqual({
      kind: 'unavailable',
      reason: 'ECONNRESET',
    })
  })

  test('holds for as long as a 429 says', () => {
    expect(classifyResponse(answer(429, '', { retryAfter: '7' }), 0)).toMatchObject({ holdMs: 7_000 })
  })
})
