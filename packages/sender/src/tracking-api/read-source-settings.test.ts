import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readSourceSettings } from './read-source-settings.ts'

describe('the settings of a write key’s source', () => {
  let server: Server
  let endpoint: string
  let answer: { readonly status: number; readonly body: string }
  const paths: (string | undefined)[] = []

  beforeAll(async () => {
    server = createServer((request, response) => {
      paths.push(request.url)
      response.writeHead(answer.status, { 'content-type': 'text/plain' }).end(answer.body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  test.each([
    ['settings', 200, '{"integrations": {"Segment.io": {}}}', { kind: 'known', apiHost: null }],
    [
      'settings that say where to send',
      200,
      '{"integrations": {"Segment.io": {"apiHost": "api.segment.io/v1"}}}',
      { kind: 'known', apiHost: 'api.segment.io/v1' },
    ],
    ['settings of another form', 200, '{"integrations": null}', { kind: 'known', apiHost: null }],
    ['that there are none', 404, 'Cannot find project', { kind: 'unknown' }],
    ['that there are none, without a word', 404, '', { kind: 'unknown' }],
    ['a sign-in page', 200, '<html>sign in</html>', { kind: 'answer', status: 200 }],
    ['a list', 200, '[]', { kind: 'answer', status: 200 }],
    ['a page that finds nothing', 404, '\n <!doctype html>', { kind: 'answer', status: 404 }],
    ['a refusal', 403, '', { kind: 'answer', status: 403 }],
    ['a failure', 503, '{}', { kind: 'answer', status: 503 }],
  ])('are told by %s', async (_what, status, body, settings) => {
    answer = { status, body }
    expect(await readSourceSettings(endpoint, 'a/key', 'test')).toEqual(settings)
    expect(paths.at(-1)).toBe('/v1/projects/a%2Fkey/settings')
  })

  test('are not known when nobody answers', async () => {
    expect(await readSourceSettings('http://127.0.0.1:9/v1', 'key', 'test')).toMatchObject({
      kind: 'no answer',
      reason: expect.stringContaining('ECONNREFUSED'),
    })
  })
})
