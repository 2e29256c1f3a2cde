import { describe, expect, test } from '@jest/globals'
import type { FaultMatch } from './fault-rule.ts'
import { type FaultSubject, matchFault } from './match-fault.ts'

const EVENTS = [
  { messageId: 'm1', event: 'Order Completed', userId: 'u1' },
  5,
  { messageId: 'm2', userId: 'u2' },
]

const SUBJECT: FaultSubject = {
  region: 'eu-west-1',
  writeKey: 'key',
  call: 'batch',
  events: EVENTS,
  body: Buffer.from(JSON.stringify({ batch: EVENTS, note: 'record 42' })),
}

describe('matchFault', () => {
  test.each<FaultMatch>([
    {},
    { region: 'eu-west-1' },
    { region: ['us-west-2', 'eu-west-1'] },
    { writeKey: 'key' },
    { call: 'batch' },
    { messageId: 'm2' },
    { messageId: ['m9', 'm1'] },
    { eventName: 'Order Completed' },
    { userId: 'u2' },
    { bodyIncludes: 'record 42' },
    { bodyIncludes: ['nowhere', 'u1'] },
    { region: 'eu-west-1', writeKey: 'key', userId: 'u1', messageId: 'm2' },
  ])('%j catches the request', (match) => {
    expect(matchFault(match, SUBJECT)).toBe(true)
  })

  test.each<FaultMatch>([
    { region: 'us-west-2' },
    { writeKey: 'other' },
    { call: ['track', 'identify'] },
    { messageId: 'm3' },
    { eventName: 'u1' },
    { userId: ['u3', 'u4'] },
    { bodyIncludes: 'record 43' },
    { region: 'eu-west-1', userId: 'u3' },
  ])('%j lets it pass', (match) => {
    expect(matchFault(match, SUBJECT)).toBe(false)
  })

  test('a request without events is caught by no event part', () => {
    expect(matchFault({ userId: 'u1' }, { ...SUBJECT, events: [] })).toBe(false)
  })
})
