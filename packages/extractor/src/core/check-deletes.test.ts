import { describe, expect, test } from '@jest/globals'
import { checkDeletes, type ComparedRows } from './check-deletes.ts'

const NAMES = { mapping: 'people-identify', model: 'people', limitPercent: 30 }
const NOTHING: ComparedRows = { added: 0, updated: 0, deleted: 0, invalid: 0, known: 0 }

describe('a sync is stopped', () => {
  test('when the model gives no rows and records are known, however few', () => {
    expect(checkDeletes({ ...NOTHING, deleted: 1, known: 1 }, NAMES)).toMatchObject({
      code: 'model_empty',
      message:
        'model people gives no rows, and mapping people-identify knows 1 records: nothing was sent; if that is right, let it pass once, or raise max_deleted_percent of the mapping',
    })
  })

  test('when more than the share of the known records is gone', () => {
    expect(checkDeletes({ ...NOTHING, updated: 5, deleted: 31, known: 100 }, NAMES)).toMatchObject({
      code: 'deletes_exceeded',
      message: expect.stringContaining(
        '31 of the 100 records of mapping people-identify are gone from model people (31.0 %, more than 30 %)',
      ),
    })
  })
})

describe('a sync goes on', () => {
  test.each<readonly [string, ComparedRows, number]>([
    ['the first time', { ...NOTHING, added: 1_000 }, 30],
    ['without a single row or record', NOTHING, 0],
    ['at exactly the share', { ...NOTHING, deleted: 30, known: 100, updated: 1 }, 30],
    ['with few records', { ...NOTHING, deleted: 98, known: 99, added: 1 }, 30],
    ['where all may go', { ...NOTHING, deleted: 500, known: 500 }, 100],
    ['when the last known row was replaced by a new one', { ...NOTHING, deleted: 1, known: 1, added: 1 }, 30],
  ])('%s', (_when, rows, limitPercent) => {
    expect(checkDeletes(rows, { ...NAMES, limitPercent })).toBeNull()
  })
})
