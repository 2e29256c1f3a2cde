import { expect, test } from '@jest/globals'
import { formatJob } from './format-job.ts'

const GROUP = {
  mapping: 'customers',
  sync: 's1',
  chunk: 1,
  stage: 'send',
  code: 'rejected',
  reason: 'HTTP 400',
  count: 2,
  letters: ['1', '2'],
  sample: {},
}

test.each([
  ['dead-letter', GROUP, '2 letters of customers: rejected'],
  ['dead-letter', { ...GROUP, count: 1 }, '1 letter of customers: rejected'],
  ['dead-letter', {}, 'dead-letter'],
  ['map', { sync: 's1', mapping: 'customers', chunk: 0, rows: 3 }, 'customers, chunk 0'],
  ['send', { sync: 's1', mapping: 'customers', destination: 'us', chunk: 7 }, 'customers, chunk 7'],
  ['extract', { step: 'commit', sync: 's1' }, 'commit'],
  ['extract', { step: 'requeue', mapping: 'customers' }, 'customers, requeue'],
  ['tick', { mapping: 'customers' }, 'customers'],
  ['tick', null, 'tick'],
])('a job of %s with %j is headed %j', (queue, data, heading) => {
  expect(formatJob(queue, data)).toBe(heading)
})
