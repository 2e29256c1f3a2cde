import { describe, expect, test } from '@jest/globals'
import { judgeBooks, type SyncBook } from './judge-books.ts'

const book = (over: Partial<SyncBook> = {}): SyncBook => ({
  id: 's',
  mapping: 'people',
  status: 'succeeded',
  extracted: 10,
  skipped: 1,
  invalid: 0,
  delivered: 9,
  dead: 0,
  inFlight: 0,
  errorCode: null,
  ...over,
})
const CANCELED = book({ status: 'canceled', delivered: 5, inFlight: 4 })
const LOST = book({ status: 'failed', errorCode: 'staged_rows_lost', delivered: 0, inFlight: 9 })
const received = (accepted: number, duplicates = 0, rejected = 0) => ({ accepted, duplicates, rejected })

describe('the books', () => {
  test.each([
    ['everything was answered', [book()], received(9)],
    [
      'what a canceled sync had posted arrived without an answer',
      [book(), CANCELED, LOST],
      received(9 + 5 + 4),
    ],
    ['what was posted without an answer came again', [book()], received(8, 3)],
  ])('agree with what arrived when %s', (_, syncs, arrived) => {
    expect(judgeBooks(syncs, arrived)).toEqual([])
  })

  test.each([
    ['a sync that counts too few', [book({ inFlight: 1, delivered: 8 })], received(9), 'than extracted'],
    [
      'a sync that counts too many',
      [book({ status: 'canceled', inFlight: -1, delivered: 10 })],
      received(9, 1),
      'than extracted',
    ],
    [
      'a sync that failed on its own',
      [book({ status: 'failed', errorCode: 'chunk_failed' })],
      received(9),
      'ended well',
    ],
    [
      'a dead letter',
      [book({ status: 'partial', delivered: 8, dead: 1 })],
      received(8),
      'syncs have not ended well',
    ],
    ['a delivery that never arrived', [book()], received(8), 'have not arrived'],
    ['an arrival that nobody wrote down', [book()], received(10), 'in no book'],
    ['a rejected event', [book()], received(9, 0, 1), 'events were rejected'],
  ])('show %s', (_, syncs, arrived, what) => {
    expect(judgeBooks(syncs, arrived)).toMatchObject([{ what: expect.stringContaining(what), count: 1 }])
  })
})
