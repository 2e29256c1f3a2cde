const NAMES = [
  'server_version',
  'shared_buffers',
  'work_mem',
  'maintenance_work_mem',
  'hash_mem_multiplier',
  'max_parallel_workers_per_gather',
  'max_parallel_maintenance_workers',
  'max_wal_size',
  'wal_level',
  'fsync',
  'synchronous_commit',
  'jit',
]

/** The settings of the server that decide how fast it is. */
export async function readSettings({ client, isGiven }) {
  const { rows } = await client.query(
    'select name, current_setting(name) as value from unnest($1::text[]) as name',
    [NAMES],
  )
  return { given: isGiven, ...Object.fromEntries(rows.map(({ name, value }) => [name, value])) }
}
