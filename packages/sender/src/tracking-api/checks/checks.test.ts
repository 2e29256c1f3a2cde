import { describe, expect, test } from '@jest/globals'
import type { Probe } from '../probe-endpoint.ts'
import type { SourceSettings } from '../read-source-settings.ts'
import { checkEndpoint } from './check-endpoint.ts'
import { checkWriteKey, type AskedKey } from './check-write-key.ts'

const URL = 'https://cdn.example/v1'

describe('what settings say of a write key', () => {
  test.each<[string, AskedKey['here'], SourceSettings | null, string, string]>([
    ['is known', { kind: 'known', apiHost: null }, null, 'ok', 'a Segment source has this write key'],
    ['is of this region', { kind: 'known', apiHost: 'api.segment.io/v1' }, null, 'ok', 'has this write key'],
    [
      'sends to a host of its own',
      { kind: 'known', apiHost: 't.example.com' },
      null,
      'ok',
      'has this write key',
    ],
    [
      'seems to be of the other region',
      { kind: 'known', apiHost: 'events.eu1.segmentapis.com/v1' },
      null,
      'warning',
      'set region: eu-west-1',
    ],
    ['is unknown', { kind: 'unknown' }, null, 'failed', 'no Segment source has this write key'],
    ['is unknown everywhere', { kind: 'unknown' }, { kind: 'unknown' }, 'failed', 'no Segment source'],
    [
      'is of the other region',
      { kind: 'unknown' },
      { kind: 'known', apiHost: null },
      'failed',
      'belongs to a source in eu-west-1, not in us-west-2: set region: eu-west-1',
    ],
    ['is asked of nobody', { kind: 'not asked' }, null, 'warning', 'SLUICE_SETTINGS_ENDPOINT_… is off'],
    [
      'is kept back by a proxy',
      { kind: 'answer', status: 407 },
      null,
      'failed',
      'a proxy wants to be signed in to',
    ],
    ['is kept back by an error', { kind: 'answer', status: 503 }, null, 'failed', '(HTTP 503): try again'],
    [
      'is asked at a wrong place',
      { kind: 'answer', status: 403 },
      null,
      'failed',
      'SLUICE_SETTINGS_ENDPOINT_',
    ],
    [
      'is asked of a broken certificate',
      { kind: 'no answer', reason: 'SELF_SIGNED_CERT_IN_CHAIN' },
      null,
      'failed',
      `${URL} cannot be reached (SELF_SIGNED_CERT_IN_CHAIN): TLS failed`,
    ],
  ])('that %s', (_what, here, elsewhere, status, detail) => {
    expect(checkWriteKey({ region: 'us-west-2', url: URL, here, elsewhere })).toEqual({
      check: 'write key',
      status,
      detail: expect.stringContaining(detail),
    })
  })
})

describe('what an answer says of an endpoint', () => {
  test.each<[Probe, string, string]>([
    [{ kind: 'answer', status: 404 }, 'ok', `${URL} is reached: a GET gets HTTP 404 there, which is right`],
    [{ kind: 'answer', status: 200 }, 'ok', 'a GET gets HTTP 200 there; whether it takes events'],
    [{ kind: 'answer', status: 405 }, 'ok', 'which is right, as events are posted'],
    [{ kind: 'answer', status: 301 }, 'failed', 'a redirect (HTTP 301), which is never followed'],
    [{ kind: 'answer', status: 407 }, 'failed', 'a proxy wants to be signed in to'],
    [{ kind: 'answer', status: 502 }, 'failed', 'is not well (HTTP 502)'],
    [{ kind: 'no answer', reason: 'ECONNREFUSED' }, 'failed', 'nothing listens there'],
    [{ kind: 'no answer', reason: 'ENOTFOUND' }, 'failed', 'its name has no address'],
    [{ kind: 'no answer', reason: 'no connection in time' }, 'failed', 'a way out of this network'],
    [{ kind: 'no answer', reason: 'CERT_HAS_EXPIRED' }, 'failed', 'TLS failed'],
    [{ kind: 'no answer', reason: 'an answer that is not HTTP' }, 'failed', 'something else than the API'],
    [{ kind: 'no answer', reason: 'SOMETHING_NEW' }, 'failed', `${URL} cannot be reached (SOMETHING_NEW)`],
  ])('after %j', (probe, status, detail) => {
    expect(checkEndpoint(URL, probe)).toEqual({
      check: 'endpoint',
      status,
      detail: expect.stringContaining(detail),
    })
  })
})
