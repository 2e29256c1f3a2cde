import { describe, expect, test } from '@jest/globals'
import type { Engine, OpenScene } from './engine.ts'
import { fillPeople } from './people.ts'

/** A moment, of no particular length: what is expected is the same whenever the signal comes. */
const A_MOMENT_MS = 100

/** What can be asked about a query that somebody still writes. */
export function testDrafts({ endlessQuery }: Engine, open: OpenScene): void {
  describe('a query that is not a model yet', () => {
    const query = 'select id, name from people'

    test('tells its columns and rows before an identifier is chosen', async () => {
      await fillPeople(open(), ['1', 'Ada'])
      const { warehouse } = open()
      const draft = { query, identifier: null }
      const columns = await warehouse.describe(draft, 'draft')
      expect(columns.map(({ name }) => name)).toEqual(['id', 'name'])
      expect(await warehouse.readRows(draft, 'draft', 5)).toEqual([
        { recordId: null, row: '{"id":"1","name":"Ada"}' },
      ])
    })

    test('says how well a column tells its rows apart', async () => {
      const { warehouse } = open()
      const model = { query, identifier: 'id' }
      expect(await warehouse.countIdentifier(model, 'draft')).toEqual({ rows: 0, nulls: 0, duplicates: 0 })
      await fillPeople(open(), ['1', 'Ada'], ['1', 'Bob'], [null, 'Eve'], ['', 'Joe'], ['2', 'Sue'])
      expect(await warehouse.countIdentifier(model, 'draft')).toEqual({ rows: 5, nulls: 2, duplicates: 2 })
    })

    test.each(['count', 'rows'])('is ended in the warehouse when nobody waits for its %s', async (what) => {
      const reason = new Error('nobody waits')
      const abort = new AbortController()
      setTimeout(() => abort.abort(reason), A_MOMENT_MS)
      const model = { query: endlessQuery, identifier: 'id' }
      const asked =
        what === 'count'
          ? open().warehouse.countIdentifier(model, 'draft', abort.signal)
          : open().warehouse.readRows(
              { ...model, query: `select max(id) as id from (${endlessQuery}) as endless` },
              'draft',
              1,
              abort.signal,
            )
      await expect(asked).rejects.toBe(reason)
    })
  })
}
