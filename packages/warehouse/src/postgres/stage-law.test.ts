import { OPS, type Op } from '@sluice/shared/domain'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { StagedRow } from '../port.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, OWNER, stageAndRead } from '../testing/run-sync.ts'

interface Person {
  readonly id: string | null
  readonly name: string
  readonly note: string
}

interface Step {
  readonly table: readonly Person[]
  readonly trigger: readonly Op[]
  /** Whether a note counts as a change of its row, too. */
  readonly countsNotes: boolean
  readonly ends: 'committed' | 'discarded'
}

/**
 * What is remembered of an id: what it was when last committed (null: deleted), how
 * often it changed, and whether it was ever sent.
 */
interface Known {
  readonly people: readonly Person[] | null
  readonly version: number
  readonly isDelivered: boolean
}
type Memory = ReadonlyMap<string, Known>

const NO_ID = 'invalid'

const person = fc.record({
  id: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f') },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  name: fc.constantFrom('x', 'y'),
  note: fc.constantFrom('m', 'n'),
})
const step: fc.Arbitrary<Step> = fc.record({
  table: fc.array(person, { maxLength: 9 }),
  trigger: fc.oneof(fc.constant(OPS), fc.subarray([...OPS])),
  countsNotes: fc.boolean(),
  ends: fc.constantFrom('committed', 'committed', 'committed', 'discarded'),
})

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql('create table people (id text, name text, note text)')
})
afterAll(() => opened.close())

/** What counts of the rows of one id. */
const describeGroup = (people: readonly Person[], countsNotes: boolean): string =>
  people
    .map(({ name, note }) => (countsNotes ? `${name}/${note}` : name))
    .toSorted()
    .join()

/** What staging must find, told row by row and without SQL, given what counted when it was remembered. */
function compare(
  table: readonly Person[],
  memory: Memory,
  countedNotes: boolean,
): { readonly deltas: string[]; readonly invalid: string[]; readonly next: Memory } {
  const deltas: string[] = []
  const invalid: string[] = []
  const next = new Map(memory)
  const groups = groupById(table)
  for (const [id, people] of groups) {
    const known = memory.get(id)
    const names = people.map(({ name }) => name).toSorted()
    const isInvalid = names.length > 1 || id === NO_ID
    const wasThere = (known?.people ?? null) !== null
    if (known?.people && describeGroup(known.people, countedNotes) === describeGroup(people, countedNotes)) {
      next.set(id, { ...known, people })
      continue
    }
    const version = (known?.version ?? 0) + 1
    const isDelivered = wasThere && known?.isDelivered === true
    next.set(id, { people, version, isDelivered: !isInvalid || isDelivered })
    if (isInvalid) invalid.push(...names.map((name) => `${id} ${version} ${name}`))
    else deltas.push(`${isDelivered ? 'updated' : 'added'} ${id} ${version} ${names.join()}`)
  }
  for (const [id, { people, version, isDelivered }] of memory) {
    if (people === null || !isDelivered || id === NO_ID || groups.has(id)) continue
    next.set(id, { people: null, version: version + 1, isDelivered })
    deltas.push(`deleted ${id} ${version + 1} null`)
  }
  return { deltas: deltas.toSorted(), invalid: invalid.toSorted(), next }
}

const readName = (row: string): string => String((JSON.parse(row) as { name: string | null }).name)

function groupById(table: readonly Person[]): ReadonlyMap<string, readonly Person[]> {
  const groups = new Map<string, readonly Person[]>()
  for (const person of table) {
    const id = person.id ?? NO_ID
    groups.set(id, [...(groups.get(id) ?? []), person])
  }
  return groups
}

/** Of what is not there when others begin to count it cannot be known any more whether it is as it was. */
function withoutAbsent(memory: Memory, table: readonly Person[]): Memory {
  const groups = groupById(table)
  return new Map([...memory].map(([id, known]) => [id, groups.has(id) ? known : { ...known, people: null }]))
}

/** The rows that an id names alone. */
function listUnique(table: readonly Person[]): Readonly<Record<string, string>> {
  const unique = [...groupById(table)].filter(([id, people]) => id !== NO_ID && people.length === 1)
  return Object.fromEntries(unique.map(([id, [person]]) => [id, person?.name ?? '']))
}

/**
 * What somebody holds who applies every delta, without the ids that no longer name one
 * row: they keep what was last sent.
 */
function applyDeltas(
  delivered: Map<string, string>,
  staged: readonly StagedRow[],
  table: readonly Person[],
): Readonly<Record<string, string>> {
  for (const { op, recordId, row } of staged) {
    if (op === 'deleted') delivered.delete(recordId)
    else delivered.set(recordId, readName(row))
  }
  const groups = groupById(table)
  return Object.fromEntries([...delivered].filter(([id]) => (groups.get(id)?.length ?? 0) < 2))
}

test('staging finds exactly what a comparison row by row finds, over any history of a table', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
      await opened.forget(OWNER.mappingId)
      let memory: Memory = new Map()
      const delivered = new Map<string, string>()
      let isEverythingAsked = true
      let countedNotes: boolean | null = null
      for (const { table, trigger, countsNotes, ends } of steps) {
        await opened.sql('truncate people')
        await opened.sql('insert into people select * from unnest($1::text[], $2::text[], $3::text[])', [
          table.map(({ id }) => id),
          table.map(({ name }) => name),
          table.map(({ note }) => note),
        ])
        const request = createStageRequest({ trigger, compared: countsNotes ? ['name', 'note'] : ['name'] })
        const { summary, staged, invalid } = await stageAndRead(opened.warehouse, request)
        const expected = compare(table, memory, countedNotes ?? countsNotes)
        const wanted = expected.deltas.filter((delta) => trigger.some((op) => delta.startsWith(op)))

        expect(
          staged
            .map(({ op, recordId, version, row }) => `${op} ${recordId} ${version} ${readName(row)}`)
            .toSorted(),
        ).toEqual(wanted)
        expect(
          invalid
            .map(({ recordId, version, row }) => `${recordId ?? NO_ID} ${version} ${readName(row)}`)
            .toSorted(),
        ).toEqual(expected.invalid)
        expect([...staged, ...invalid].map(({ seq }) => seq)).toEqual(
          [...staged, ...invalid].map((_, index) => index + 1),
        )
        expect(summary).toMatchObject({
          toDeliver: wanted.length,
          lastSeq: wanted.length,
          invalid: expected.invalid.length,
          skipped: expected.deltas.length - wanted.length,
        })
        expect(summary.added + summary.updated + summary.deleted).toBe(expected.deltas.length)

        if (ends === 'discarded') {
          await opened.warehouse.discard(request.syncId)
          continue
        }
        await opened.warehouse.commit(request)
        memory =
          countedNotes === null || countedNotes === countsNotes
            ? expected.next
            : withoutAbsent(expected.next, table)
        countedNotes = countsNotes
        isEverythingAsked &&= trigger.length === OPS.length
        const received = applyDeltas(delivered, staged, table)
        expect(isEverythingAsked ? received : listUnique(table)).toEqual(listUnique(table))
      }
    }),
    { numRuns: 12 },
  )
})
