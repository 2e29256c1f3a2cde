import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { TrackingAnswer } from '../tracking-api/index.ts'
import { classifyResponse } from './classify-response.ts'

const answer = (status: number, rest: Partial<TrackingAnswer> = {}): TrackingAnswer => ({
  kind: 'answer',
  status,
  code: null,
  content: 'other',
  retryAfter: null,
  rateLimitReset: null,
  ...rest,
})

describe('classifyResponse', () => {
  test.each([
    [200, 'delivered'],
    [201, 'delivered'],
    [204, 'delivered'],
    [400, 'rejected'],
    [413, 'rejected'],
    [422, 'rejected'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [429, 'rate limited'],
    [408, 'unavailable'],
    [410, 'unavailable'],
    [460, 'unavailable'],
    [500, 'unavailable'],
    [501, 'unavailable'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [504, 'unavailable'],
    [511, 'unavailable'],
    [599, 'unavailable'],
  ])('takes %i as %s', (status, kind) => {
    expect(classifyResponse(answer(status), 0).kind).toBe(kind)
  })

  test.each([100, 101, 103, 199, 402, 405, 406, 407, 409, 411, 415, 418, 426, 431, 451, 499, 600, 999])(
    'blames no event for a %i, which speaks of a proxy or a wrong base URL',
    (status) => {
      expect(classifyResponse(answer(status), 0)).toEqual({ kind: 'unavailable', reason: `HTTP ${status}` })
    },
  )

  test.each([300, 301, 302, 303, 304, 305, 307, 308, 399])('waits for somebody to mend a %i', (status) => {
    expect(classifyResponse(answer(status), 0)).toEqual({
      kind: 'unavailable',
      reason: `HTTP ${status}, a redirect, is not followed`,
    })
  })

  test.each([
    [{ content: 'refusal' }, { kind: 'rejected', reason: 'HTTP 200 with success: false' }],
    [
      { content: 'refusal', code: 'invalid_request' },
      { kind: 'rejected', reason: 'HTTP 200 invalid_request with success: false' },
    ],
    [{ content: 'page' }, { kind: 'unavailable', reason: 'HTTP 200 with a page for browsers' }],
    [{ content: 'other' }, { kind: 'delivered' }],
  ] as const)('does not take every 200 at its word: %j', (rest, verdict) => {
    expect(classifyResponse(answer(200, rest), 0)).toEqual(verdict)
  })

  test.each(['refusal', 'page', 'other'] as const)(
    'judges any other status by itself, its content being %s',
    (content) => {
      expect(classifyResponse(answer(400, { content }), 0)).toEqual({ kind: 'rejected', reason: 'HTTP 400' })
      expect(classifyResponse(answer(503, { content }), 0)).toEqual({
        kind: 'unavailable',
        reason: 'HTTP 503',
      })
    },
  )

  test('has a verdict on whatever a server can say, and takes nothing as delivered but a 2xx', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000 }),
        fc.constantFrom('refusal', 'page', 'other'),
        fc.option(fc.string()),
        fc.option(fc.string()),
        (status, content, retryAfter, rateLimitReset) => {
          const verdict = classifyResponse(answer(status, { content, retryAfter, rateLimitReset }), 0)
          expect(verdict.kind === 'delivered').toBe(status >= 200 && status < 300 && content === 'other')
        },
      ),
    )
  })

  test('tells a refused key from a missing endpoint', () => {
    expect(classifyResponse(answer(401), 0)).toMatchObject({ code: 'unauthorized' })
    expect(classifyResponse(answer(403), 0)).toMatchObject({ code: 'unauthorized' })
    expect(classifyResponse(answer(404), 0)).toMatchObject({ code: 'not_found' })
  })

  test('names the status, and the code of the API where it gave one', () => {
    expect(classifyResponse(answer(400, { code: 'invalid_json' }), 0)).toEqual({
      kind: 'rejected',
      reason: 'HTTP 400 invalid_json',
    })
  })

  test('takes a missing answer as unavailable, for the reason that the network gave', () => {
    expect(classifyResponse({ kind: 'no answer', reason: 'ECONNRESET' }, 0)).toEqual({
      kind: 'unavailable',
      reason: 'ECONNRESET',
    })
  })

  test('holds for as long as a 429 says', () => {
    expect(classifyResponse(answer(429, { retryAfter: '7' }), 0)).toMatchObject({ holdMs: 7_000 })
  })
})
