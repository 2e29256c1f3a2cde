import { describe, expect, test } from '@jest/globals'
import { Counter } from '../store/counter.ts'
import type { AcceptedEvent } from '../store/stored-event.ts'
import { renderPage } from './render-page.ts'

const EVIL = `<img src=x onerror="alert('1')">&`

function createEvent(payload: AcceptedEvent['payload']): AcceptedEvent {
  return {
    region: 'us-west-2',
    writeKey: 'secretsecretsecret',
    type: 'track',
    messageId: EVIL,
    receivedAt: '2026-03-01T12:00:00.000Z',
    payload,
  }
}

function render(latest: readonly AcceptedEvent[], writeKey: string | null = 'secretsecretsecret'): string {
  const counter = new Counter()
  counter.add('us-west-2', writeKey, { requests: 1, events: 1234, accepted: 1234 })
  return renderPage({ counts: counter.counts(), keyTallies: counter.keyTallies(), latest, faults: 0 })
}

describe('renderPage', () => {
  test('nothing that was sent can become markup', () => {
    const page = render([createEvent({ event: EVIL, userId: EVIL })], EVIL)
    expect(page).not.toContain('<img')
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;')
  })

  test('write keys are shown by their first four characters only', () => {
    const page = render([createEvent({ event: 'e', userId: 'u' })])
    expect(page).toContain('secr…')
    expect(page).not.toContain('secre')
  })

  test('a request without a write key is shown as such', () => {
    expect(render([], null)).toContain('(none)')
  })

  test('an event opens by a click on its message id', () => {
    const page = render([{ ...createEvent({ event: 'e', userId: 'u' }), messageId: 'a&b "c"' }])
    expect(page).toContain('<a href="/events?messageId=a%26b+%22c%22">a&amp;b &quot;c&quot;</a>')
  })

  test('it shows counts and events, and reloads itself', () => {
    const page = render([createEvent({ event: 'Order Completed', userId: { id: 5 } })])
    expect(page).toContain('1,234')
    expect(page).toContain('Order Completed')
    expect(page).toContain('{&quot;id&quot;:5}')
    expect(page).toContain('http-equiv="refresh"')
  })
})
