import { SluiceError } from '@sluice/shared/errors'
import type { ConfigBox } from '@sluice/shared/secrets'
import { readSource, type Queryable } from '@sluice/shared/store'
import type { Warehouse } from '@sluice/warehouse/port'
import { openWarehouse } from '@sluice/warehouse/registry'

/** The warehouses that this process has open, one per Source. */
export interface Warehouses {
  open(sourceId: string): Promise<Warehouse>
  /** Forgets a Source whose config has changed (all of them without an id); what is under way there ends in peace. */
  forget(sourceId?: string): void
  close(): Promise<void>
}

// Long enough for a page or a commit that began before the config changed.
const CLOSE_DELAY_MS = 60_000

/** Opens each warehouse when it is first asked for. */
export function createWarehouses(db: Queryable, secrets: ConfigBox): Warehouses {
  const opened = new Map<string, Promise<Warehouse>>()
  const retiring = new Set<Promise<Warehouse>>()

  const openSource = async (sourceId: string): Promise<Warehouse> => {
    const source = await readSource(db, secrets, sourceId)
    if (source === null)
      throw new SluiceError(
        'source_unknown',
        `there is no source ${sourceId} any more: apply the config again`,
      )
    return openWarehouse(source)
  }
  const retire = (sourceId: string, warehouse: Promise<Warehouse>): void => {
    opened.delete(sourceId)
    retiring.add(warehouse)
    setTimeout(() => {
      retiring.delete(warehouse)
      void warehouse.then((open) => open.close()).catch(() => {})
    }, CLOSE_DELAY_MS).unref()
  }

  return {
    open(sourceId) {
      const known = opened.get(sourceId)
      if (known !== undefined) return known
      const opening = openSource(sourceId)
      opened.set(sourceId, opening)
      opening.catch(() => opened.delete(sourceId))
      return opening
    },
    forget(sourceId) {
      for (const [id, warehouse] of opened) {
        if (sourceId === undefined || sourceId === id) retire(id, warehouse)
      }
    },
    async close() {
      await Promise.allSettled(
        [...opened.values(), ...retiring].map(async (warehouse) => (await warehouse).close()),
      )
    },
  }
}
