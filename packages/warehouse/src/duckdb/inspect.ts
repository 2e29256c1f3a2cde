import { SluiceError } from '@sluice/shared/errors'
import type { WarehouseCheck } from '../port.ts'
import type { Driver } from './driver.ts'
import type { DuckdbSettings } from './options.ts'
import { withSession } from './session.ts'

/**
 * Looks at both files of a source without changing anything but making the one of Sluice's own; each answer says what
 * to mend.
 */
export async function inspect(driver: Driver, settings: DuckdbSettings): Promise<readonly WarehouseCheck[]> {
  const { path, state } = settings
  const checks: WarehouseCheck[] = []
  const reached = await tell('reachable', async () => {
    const version = await withSession(driver, settings, { files: 'data', mode: 'read' }, async (session) => {
      const [found] = await session.query<{ version: string }>('select version() as version')
      return found?.version ?? ''
    })
    checks.push(
      { check: 'reachable', status: 'ok', detail: `${path} is read, and never written` },
      { check: 'version', status: 'ok', detail: `DuckDB ${version}` },
    )
  })
  if (reached !== null) return [reached]
  const writable = await tell('writable', async () => {
    await withSession(driver, settings, { files: 'state', mode: 'write' }, async () => {})
    checks.push(
      { check: 'writable', status: 'ok', detail: `${state} keeps what was sent` },
      { check: 'schema', status: 'ok', detail: 'it is made with that file' },
      { check: 'tables', status: 'ok', detail: 'they are made with that file' },
    )
  })
  return writable === null ? checks : [...checks, writable]
}

async function tell(
  check: WarehouseCheck['check'],
  work: () => Promise<void>,
): Promise<WarehouseCheck | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    // A file that somebody else works on just now is none the worse for it.
    return { check, status: error.code === 'warehouse_busy' ? 'warning' : 'failed', detail: error.message }
  }
}
