import type { Source } from '@sluice/shared/domain'
import type { SourceKey } from './keys/index.ts'
import type { Warehouse } from './port.ts'
import type { Traits } from './traits.ts'

/** One kind of warehouse: what a source of it says, what it is like, and how it is opened. */
export interface WarehouseType {
  /** As the `type` of a source names it. */
  readonly type: string
  /** What a source of this type says beside its id and its type, in the order in which it is written. */
  readonly keys: readonly SourceKey[]
  /** The key that says where the warehouse is: mistakes that only the warehouse can tell are shown there. */
  readonly addressKey: string
  readonly traits: Traits
  /**
   * Loads the driver, and opens the warehouse of a source whose settings its keys have
   * let pass. Nothing is connected to before it is needed.
   */
  open(source: Source): Promise<Warehouse>
}
