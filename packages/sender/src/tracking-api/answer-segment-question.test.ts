import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { SegmentQuestion } from '@sluice/shared/domain'
import { waitFor } from '@sluice/shared/testing'
import { answerSegmentQuestion } from './answer-segment-question.ts'
import type { SegmentPlaces } from './segment-places.ts'

/** Takes every request, and answers none. */
let silent: Server
let asked = 0
let places: SegmentPlaces
beforeAll(async () => {
  silent = createServer(() => void (asked += 1))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
  places = {
    endpoints: { 'us-west-2': `${url}/v1`, 'eu-west-1': `${url}/v1` },
    settings: { 'us-west-2': url, 'eu-west-1': url },
    proxies: { http: null, https: null, except: '' },
    userAgent: 'sluice/test',
  }
})
afterAll(() => {
  silent.closeAllConnections()
  silent.close()
})

const destination = { id: 'segment' }
test.each<SegmentQuestion>([
  { kind: 'write key', destination },
  { kind: 'send', destination, event: '{"type":"track","event":"x","userId":"u"}' },
])('a question that nobody waits for any more ends at once: $kind', async (question) => {
  const gone = new AbortController()
  const before = asked
  const answer = answerSegmentQuestion({ region: 'us-west-2', writeKey: 'k' }, question, places, gone.signal)
  await waitFor('the request to come', () => asked > before)
  const reason = new Error('nobody waits')
  gone.abort(reason)
  await expect(answer).rejects.toBe(reason)
})
