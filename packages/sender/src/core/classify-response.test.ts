import { describe, expect, test } from '@jest/globals'
import type { TrackingAnswer } from '../tracking-api/index.ts'
import { classifyResponse } from './classify-response.ts'

const answer = (status: number, rest: Partial<TrackingAnswer> = {}): TrackingAnswer => ({
  kind: 'answer',
  status,
  code: null,
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

  test.each([301, 302, 304, 307, 308, 402, 405, 406, 407, 409, 411, 415, 418, 426, 431, 451])(
    'blames no event for a %i, which speaks of a proxy or a wrong base URL',
    (status) => {
      expect(classifyResponse(answer(status), 0)).toEqual({ kind: 'unavailable', reason: `HTTP ${status}` })
    },
  )

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
