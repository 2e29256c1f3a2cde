import { describe, expect, test } from '@jest/globals'
import { FaultBook } from './fault-book.ts'
import type { FaultSubject } from './match-fault.ts'

const SUBJECT: FaultSubject = {
  region: 'us-west-2',
  writeKey: 'key',
  call: 'batch',
  events: [],
  body: Buffer.alloc(0),
}

function catchMany(probability: number, seed: number, requests: number): readonly boolean[] {
  const book = new FaultBook()
  book.add([{ action: { type: 'hang' }, probability, seed }])
  return Array.from({ length: requests }, () => book.take(SUBJECT) !== null)
}

describe('FaultBook', () => {
  test('a rule catches as many requests as its times, and is gone', () => {
    const book = new FaultBook()
    book.add([{ action: { type: 'reset' }, times: 2 }])
    expect(Array.from({ length: 3 }, () => book.take(SUBJECT)?.type ?? null)).toEqual([
      'reset',
      'reset',
      null,
    ])
    expect(book.isEmpty).toBe(true)
  })

  test('the first rule that catches a request decides, and counts what it caught', () => {
    const book = new FaultBook()
    book.add([
      { match: { region: 'eu-west-1' }, action: { type: 'hang' } },
      { action: { type: 'status', status: 503 }, times: 1 },
      { action: { type: 'reset' } },
    ])
    expect(Array.from({ length: 3 }, () => book.take(SUBJECT)?.type)).toEqual(['status', 'reset', 'reset'])
    expect(book.list()).toEqual([
      { id: 1, match: { region: 'eu-west-1' }, action: { type: 'hang' }, caught: 0 },
      { id: 3, action: { type: 'reset' }, caught: 2 },
    ])
  })

  test('one rule can be removed, or all', () => {
    const book = new FaultBook()
    book.add([{ action: { type: 'hang' } }, { action: { type: 'reset' } }, { action: { type: 'reset' } }])
    expect(book.remove(1)).toBe(true)
    expect(book.remove(1)).toBe(false)
    expect(book.take(SUBJECT)?.type).toBe('reset')
    book.clear()
    expect(book.take(SUBJECT)).toBeNull()
  })

  test('a probability catches about its share, the same requests for the same seed, others for another', () => {
    const caught = catchMany(0.3, 7, 2000)
    const share = caught.filter(Boolean).length / caught.length
    expect(share).toBeGreaterThan(0.25)
    expect(share).toBeLessThan(0.35)
    expect(catchMany(0.3, 7, 2000)).toEqual(caught)
    expect(catchMany(0.3, 8, 2000)).not.toEqual(caught)
  })

  test('a probability of 0 catches nothing, of 1 everything', () => {
    expect(catchMany(0, 1, 100)).not.toContain(true)
    expect(catchMany(1, 1, 100)).not.toContain(false)
  })
})
