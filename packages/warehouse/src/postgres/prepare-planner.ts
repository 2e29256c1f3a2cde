import type { Transaction } from './open-pool.ts'

/** Memory of one hash or sort, in kB: with it the records of some hundred thousand rows stay out of temporary files. */
const WORK_MEMORY_KB = 65_536

/**
 * Lets the planner share the work of the statements of this transaction among the parallel workers that
 * the server has, and gives them memory for it, unless the server's own settings give more. It would
 * not do so by itself: it takes handing a row over for dear, and writing and digesting one for cheap.
 */
export async function preparePlanner(tx: Transaction): Promise<void> {
  await tx.query(`
    select set_config('parallel_tuple_cost', '0.001', true),
      set_config('work_mem', greatest(setting::int8, ${WORK_MEMORY_KB})::text || 'kB', true)
    from pg_settings where name = 'work_mem'`)
}
