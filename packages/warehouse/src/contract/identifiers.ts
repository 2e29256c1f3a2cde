import { describe, expect, test } from '@jest/globals'
import { listDeltas, runSync, type SyncResult } from '../testing/run-sync.ts'
import type { OpenScene } from './engine.ts'
import { addPeople, fillPeople, type Person } from './people.ts'

/** What becomes of rows whose identifier does not tell them from others. */
export function testIdentifiers(open: OpenScene): void {
  const syncRows = async (...people: readonly Person[]): Promise<SyncResult> => {
    await fillPeople(open(), ...people)
    return runSync(open().warehouse)
  }

  describe('rows that share an identifier', () => {
    test('are all invalid, each with its content, and none is picked', async () => {
      const result = await syncRows(['1', 'Ada'], ['2', 'Bob'], ['2', 'Bea'])
      expect(listDeltas(result)).toEqual([['added', '1', 1]])
      expect(listInvalid(result)).toEqual([
        ['identifier_duplicate', '2', 1, 'Bea'],
        ['identifier_duplicate', '2', 1, 'Bob'],
      ])
      expect(result.summary).toMatchObject({ added: 1, invalid: 2, toDeliver: 1, lastSeq: 1 })
      expect(result.invalid.map(({ seq }) => seq)).toEqual([2, 3])
      expect(result.invalid[0]?.reason).toBe('another row has the same identifier')
    })

    test('are not reported again while they stay as they are, in any order', async () => {
      await syncRows(['2', 'Bob'], ['2', 'Bea'])
      const again = await syncRows(['2', 'Bea'], ['2', 'Bob'])
      expect(again.summary).toMatchObject({ added: 0, updated: 0, deleted: 0, invalid: 0 })
    })

    test('are reported again, all of them, when one changes, in the next version', async () => {
      await syncRows(['2', 'Bob'], ['2', 'Bea'])
      expect(listInvalid(await syncRows(['2', 'Bob'], ['2', 'Bess']))).toEqual([
        ['identifier_duplicate', '2', 2, 'Bess'],
        ['identifier_duplicate', '2', 2, 'Bob'],
      ])
    })

    test('are invalid also when one of them is the row that was delivered, or all look like it', async () => {
      await syncRows(['2', 'Bob'])
      expect(listInvalid(await syncRows(['2', 'Bob'], ['2', 'Bea']))).toEqual([
        ['identifier_duplicate', '2', 2, 'Bea'],
        ['identifier_duplicate', '2', 2, 'Bob'],
      ])
      await syncRows(['2', 'Bob'])
      expect(listInvalid(await syncRows(['2', 'Bob'], ['2', 'Bob']))).toEqual([
        ['identifier_duplicate', '2', 4, 'Bob'],
        ['identifier_duplicate', '2', 4, 'Bob'],
      ])
    })

    test('are an addition once one is left, if none was ever delivered, and an update otherwise', async () => {
      await syncRows(['2', 'Bob'], ['2', 'Bea'])
      expect(listDeltas(await syncRows(['2', 'Bea']))).toEqual([['added', '2', 2]])
      await syncRows(['2', 'Bob'], ['2', 'Bea'])
      expect(listDeltas(await syncRows(['2', 'Bob']))).toEqual([['updated', '2', 4]])
    })

    test('are a deletion once none is left, if one was ever delivered, and no news otherwise', async () => {
      await syncRows(['2', 'Bob'], ['2', 'Bea'])
      expect(listDeltas(await syncRows())).toEqual([])
      await syncRows(['2', 'Bob'])
      await syncRows(['2', 'Bob'], ['2', 'Bea'])
      expect(listDeltas(await syncRows())).toEqual([['deleted', '2', 4]])
      expect(listInvalid(await syncRows(['2', 'Bob'], ['2', 'Bea']))).toHaveLength(2)
    })

    test('leave no gap among the rows to deliver', async () => {
      const result = await syncRows(
        ['1', 'a'],
        ['1', 'b'],
        ['2', 'c'],
        ['3', 'd'],
        ['2', 'e'],
        ['4', 'f'],
        ['5', 'g'],
      )
      expect(result.staged.map(({ seq }) => seq)).toEqual([1, 2, 3])
      expect(result.staged.map(({ recordId }) => recordId).toSorted()).toEqual(['3', '4', '5'])
      expect(result.invalid.map(({ seq }) => seq)).toEqual([4, 5, 6, 7])
    })

    test('show their content even if the trigger does not ask for it', async () => {
      await syncRows(['1', 'a'])
      await addPeople(open(), ['1', 'b'], ['2', 'c'], ['2', 'd'])
      const result = await runSync(open().warehouse, { trigger: ['deleted'] })
      expect(listInvalid(result).map((row) => (row as unknown[])[3])).toEqual(['a', 'b', 'c', 'd'])
    })
  })

  describe('rows that share an identifier and look unchanged', () => {
    test('are found among changed ones, and beside groups that are known', async () => {
      await syncRows(['1', 'a'], ['2', 'b'], ['3', 'c'], ['4', 'd'], ['5', 'e'], ['5', 'f'], ['6', 'g'])
      const result = await syncRows(
        ['1', 'a'],
        ['1', 'a'],
        ['2', 'b'],
        ['2', 'B'],
        ['3', 'C'],
        ['5', 'e'],
        ['5', 'f'],
        ['6', 'g'],
        ['7', 'h'],
      )
      expect(listDeltas(result)).toEqual([
        ['updated', '3', 2],
        ['deleted', '4', 2],
        ['added', '7', 1],
      ])
      expect(listInvalid(result)).toEqual([
        ['identifier_duplicate', '1', 2, 'a'],
        ['identifier_duplicate', '1', 2, 'a'],
        ['identifier_duplicate', '2', 2, 'b'],
        ['identifier_duplicate', '2', 2, 'B'],
      ])
      expect(result.summary.known).toBe(5)
    })
  })

  describe('rows without an identifier', () => {
    test('are invalid, null and empty alike', async () => {
      const result = await syncRows([null, 'Nobody'], ['', 'Void'], ['1', 'Ada'], [' ', 'Blank'])
      expect(listDeltas(result)).toEqual([
        ['added', ' ', 1],
        ['added', '1', 1],
      ])
      expect(listInvalid(result)).toEqual([
        ['identifier_null', null, 1, 'Nobody'],
        ['identifier_null', null, 1, 'Void'],
      ])
      expect(result.invalid[0]?.reason).toBe('the identifier of this row is null or empty')
    })

    test('are not reported again while they stay as they are', async () => {
      await syncRows([null, 'Nobody'], [null, 'Noone'])
      expect((await syncRows([null, 'Noone'], [null, 'Nobody'])).invalid).toEqual([])
    })

    test('are reported again when one more comes, in the next version', async () => {
      await syncRows([null, 'Nobody'])
      expect(listInvalid(await syncRows([null, 'Nobody'], [null, 'Noone']))).toEqual([
        ['identifier_null', null, 2, 'Nobody'],
        ['identifier_null', null, 2, 'Noone'],
      ])
    })

    test('make no delta when they vanish', async () => {
      await syncRows([null, 'Nobody'], ['1', 'Ada'])
      const result = await syncRows(['1', 'Ada'])
      expect([result.staged, result.invalid]).toEqual([[], []])
    })
  })
}

/** What cannot be delivered: code, record id, version and name, in the order of names. */
function listInvalid({ invalid }: SyncResult): readonly unknown[] {
  return invalid
    .map(
      ({ code, recordId, version, row }) =>
        [code, recordId, version, (JSON.parse(row) as { name: string }).name] as const,
    )
    .toSorted((a, b) => a[3].localeCompare(b[3]))
}
