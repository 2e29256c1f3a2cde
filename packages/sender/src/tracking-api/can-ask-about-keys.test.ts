import { expect, test } from '@jest/globals'
import { canAskAboutKeys } from './can-ask-about-keys.ts'

const SEGMENT = { endpoint: 'https://api.segment.io/v1', settings: 'https://cdn.segment.com/v1' }
const OTHER = 'http://localhost:9/v1'

test.each([
  ["Segment's own server has its settings", SEGMENT, true],
  ['another server may keep none', { ...SEGMENT, endpoint: OTHER }, false],
  ['another server is said to keep them', { endpoint: OTHER, settings: OTHER }, true],
  ['it is switched off', { ...SEGMENT, settings: 'off' }, false],
  ['it is switched off for another server', { endpoint: OTHER, settings: 'off' }, false],
])('whether anybody is asked about a write key: %s', (_what, urls, isAsked) => {
  expect(canAskAboutKeys('us-west-2', urls)).toBe(isAsked)
})
