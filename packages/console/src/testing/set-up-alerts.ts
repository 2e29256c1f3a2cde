import { expect } from '@jest/globals'
import type { ApiAnswer, AskApi } from './open-api.ts'

const seen = (answer: ApiAnswer): { headers: Record<string, string> } => ({
  headers: { 'if-match': answer.headers.get('etag') ?? '' },
})

/** Sets up a channel and a rule of a mapping by the API, tries the one, mutes the other, and takes both away again. */
export async function setUpAlerts({
  ask,
  viewer,
  mapping,
}: {
  readonly ask: AskApi
  /** The token of a viewer. */
  readonly viewer: string
  readonly mapping: string
}): Promise<void> {
  const channel = { id: 'pager', type: 'webhook', url: 'http://127.0.0.1:1/hunter2' }
  const added = await ask('POST', '/alerts/channels', { body: channel })
  expect(added).toMatchObject({ status: 201, body: { url: { set: true } } })
  expect(added.headers.get('location')).toBe('/api/v1/alerts/channels/pager')
  const rule = { id: 'failed', on: 'failed', mapping, channels: ['pager'] }
  expect((await ask('POST', '/alerts/rules', { body: rule })).status).toBe(201)
  const nobody = { ...rule, id: 'other', channels: ['page'], above: 3 }
  expect((await ask('POST', '/alerts/rules', { body: nobody })).body['issues']).toEqual([
    { path: 'above', message: expect.stringContaining('has no meaning here') },
    { path: 'channels[0]', message: 'there is no channel "page" (did you mean "pager"?)' },
  ])
  for (const path of ['/alerts/channels', '/alerts/rules'])
    expect((await ask('GET', path, { as: viewer })).body).toMatchObject({ total: 1 })
  for (const path of ['/alerts/channels/pager', '/alerts/rules/failed']) {
    const read = await ask('GET', path, { as: viewer })
    expect((await ask('PUT', path, { body: read.body, ...seen(read) })).status).toBe(200)
  }
  const tried = await ask('POST', '/alerts/channels/pager/test')
  expect(tried.body).toEqual({ channel: 'pager', ok: false, detail: 'ECONNREFUSED' })
  expect(await ask('POST', '/alerts/channels/none/test')).toMatchObject({ status: 404 })

  const mute = { for: '8h', mapping }
  const muted = await ask('POST', '/alerts/rules/failed/mute', { body: mute })
  expect(muted.body).toMatchObject({ rule: 'failed', mapping, by: 'token:operator' })
  const all = await ask('GET', '/alerts?limit=5', { as: viewer })
  expect(all.body).toMatchObject({
    open: [],
    channels: [{ id: 'pager' }],
    rules: [{ mutes: [muted.body] }],
  })
  expect(all.text).not.toContain('hunter2')
  const ended = await ask('POST', '/alerts/rules/failed/unmute', { body: { mapping } })
  expect(ended.body).toEqual({ rule: 'failed', unmuted: true })

  const one = await ask('GET', `/mappings/${mapping}`)
  expect(await ask('DELETE', `/mappings/${mapping}`, seen(one))).toMatchObject({ status: 409 })
  for (const path of ['/alerts/rules/failed', '/alerts/channels/pager'])
    expect((await ask('DELETE', path, { headers: { 'if-match': '*' } })).status).toBe(204)
}
