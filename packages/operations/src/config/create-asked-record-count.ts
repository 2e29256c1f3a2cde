import type { CountRecords } from '@sluice/config'
import type { Asker } from '../ask/asker.ts'
import type { Visitor } from '../ask/visitor.ts'

/** Counts what mappings remember by asking whoever opens their warehouse; fails as asking fails. */
export function createAskedRecordCount(asker: Asker, visitor: Visitor): CountRecords {
  return ({ id }, mappings) =>
    asker.ask({ kind: 'records', source: { id }, mappings }, { visitor, look: null })
}
