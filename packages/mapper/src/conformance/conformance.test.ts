import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { runCase, type ConformanceCase } from './run-case.ts'

function readLines<T>(name: string): T[] {
  const text = readFileSync(new URL(`../../test-data/${name}`, import.meta.url), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
}

interface Expected {
  readonly id: string
  readonly ok: boolean
  readonly stage?: string
  readonly event?: unknown
  readonly match?: boolean
}

describe.each([
  ['cases.jsonl', 'expected.jsonl', 1_802],
  ['fql_cases.jsonl', 'fql_expected.jsonl', 224],
])('%s', (casesFile, expectedFile, count) => {
  const cases = readLines<ConformanceCase>(casesFile)
  const expected = new Map(readLines<Expected>(expectedFile).map((result) => [result.id, result]))

  test('holds every recorded case', () => {
    expect([cases.length, expected.size]).toEqual([count, count])
  })

  const compared = cases.filter(({ tags = [] }) => !tags.includes('proto'))
  test.each(compared.map((each) => [each.id, each] as const))('%s comes out as in Segment', (id, each) => {
    const wanted = expected.get(id)
    const { error: _, ...actual } = { error: '', ...runCase(each) }
    const { error: __, ...recorded } = { error: '', ...wanted }
    expect(actual).toEqual(recorded)
  })
})

test('a path that leads to a prototype is missing', () => {
  const result = runCase({
    id: 'prototype',
    action: 'transform',
    mapping: {
      a: { '@path': '$.valueOf.name' },
      b: { '@path': '$.list.map' },
      c: { '@path': '$.__proto__.x' },
    },
    row: { list: [1] },
  })
  expect(result).toEqual({ id: 'prototype', ok: true, event: {} })
})
