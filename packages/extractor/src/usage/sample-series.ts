import {
  countOpenDeadLetters,
  readDatabaseTime,
  readMappings,
  recordSeries,
  type Database,
} from '@sluice/shared/store'
import { findOverdueMs } from '../measure/find-overdue-ms.ts'
import { rollUp, type Point } from './core/roll-up.ts'

/** How many late mappings are kept of a minute: the latest, which tell how bad it is. */
const LATE_LIMIT = 20

/** Notes how many dead letters are open and how late mappings are; one extractor at a time does, false when another. */
export function sampleSeries(db: Database): Promise<boolean> {
  return db.exclusively('series', async () => {
    const at = await readDatabaseTime(db)
    const late = (await readMappings(db))
      .map((state) => ({ subject: state.mapping, value: Math.round(findOverdueMs(state, at) / 1_000) }))
      .filter(({ value }) => value > 0)
      .toSorted((one, other) => other.value - one.value)
      .slice(0, LATE_LIMIT)
    const open = [...(await countOpenDeadLetters(db)).values()].reduce((sum, letters) => sum + letters, 0)
    const points: Point<'dead_letters' | 'late_seconds'>[] = [
      { kind: 'dead_letters', subject: '', at, value: open },
      ...late.map((mapping) => ({ ...mapping, kind: 'late_seconds' as const, at })),
    ]
    await recordSeries(db, rollUp(points, Math.max))
  })
}
