import type { Json } from '@sluice/shared/domain'
import { readMapping, recordMapping } from '@sluice/shared/store'
import fc from 'fast-check'
import type { Extraction } from './open-extraction.ts'

/** A change of the table `people (id, plan, note)`, or of what its mapping reads. */
export interface Change {
  readonly name: string
  readonly make: (extraction: Extraction) => Promise<unknown>
}

const id = fc.integer({ min: 1, max: 7 }).map((n) => `p${n}`)
const plan = fc.constantFrom('free', 'pro', null)

/** Some people with a plan, new ones and known ones. */
export const writes = fc.array(fc.tuple(id, plan), { minLength: 1, maxLength: 6 }).map((rows): Change => ({
  name: `write ${JSON.stringify(rows)}`,
  make: async (extraction) => {
    for (const [who, what] of rows) {
      await extraction.sql(
        'insert into people values ($1, $2) on conflict (id) do update set plan = excluded.plan',
        [who, what],
      )
    }
  },
}))

export const deletes = fc.array(id, { minLength: 1, maxLength: 4 }).map((ids): Change => ({
  name: `delete ${ids.join(' ')}`,
  make: (extraction) => extraction.sql('delete from people where id = any($1)', [ids]),
}))

/** Changes of a column that the mapping may or may not read. */
export const notes = fc.array(id, { minLength: 1, maxLength: 4 }).map((ids): Change => ({
  name: `write notes of ${ids.join(' ')}`,
  make: (extraction) =>
    extraction.sql(`update people set note = coalesce(note, '') || '.' where id = any($1)`, [ids]),
}))

const read = (column: string): Json => ({ '@path': `$.properties.${column}` })

/** Mappings that read the plan, and more. */
export const readings = fc
  .constantFrom<Readonly<Record<string, Json>>>(
    { plan: read('plan') },
    { plan: read('plan'), note: read('note') },
    { '@path': '$.properties' },
  )
  .map((traits): Change => ({
    name: `the mapping reads ${JSON.stringify(traits)}`,
    make: async ({ db }) => {
      const mapping = await readMapping(db, 'people')
      if (mapping !== null) await recordMapping(db, { ...mapping, fields: { traits } })
    },
  }))
