import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { FAULT_TYPES } from './faults/fault-rule.ts'
import { ROUTES } from './http/routes.ts'
import { REJECT_REASONS } from './ingest/check-event.ts'
import { REFUSAL_CODES } from './ingest/refusal.ts'

const DOCS = readFileSync(new URL('../../../docs/emulator.md', import.meta.url), 'utf8')

/** The first cells of the table under a head, which stand in backquotes. */
function readTable(head: string): readonly string[] {
  const rows = DOCS.split(`\n${head}\n`)[1]?.split('\n\n', 1)[0] ?? ''
  return [...rows.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]!)
}

describe('docs/emulator.md', () => {
  test('lists every refusal code, and no other', () => {
    expect(readTable('| code | status | when |').toSorted()).toEqual(REFUSAL_CODES.toSorted())
  })

  test('lists every reason of rejection, and no other', () => {
    expect(readTable('| reason | when |').toSorted()).toEqual(REJECT_REASONS.toSorted())
  })

  test('lists every fault, and no other', () => {
    const types = readTable('| action | does |').map((action): unknown => JSON.parse(action).type)
    expect(types).toEqual(Object.keys(FAULT_TYPES))
  })

  test('lists every route of its own, and no other', () => {
    const own = [...ROUTES.keys()].filter((route) => !route.includes('/v1/'))
    expect(readTable('| route | answers |').toSorted()).toEqual(own.toSorted())
  })
})
