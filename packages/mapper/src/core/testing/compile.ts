import { createRowEvent, type Json, type RowEvent } from '@sluice/shared/domain'
import { compileMapping } from '../compile-mapping.ts'
import type { CompiledMapping, MapResult, MappingConfig } from '../mapping-config.ts'

/** What events get beside their mapping. */
export const SUPPLEMENT = { library: { name: 'sluice', version: '1.2.3' } }

/** The row event of a customer. */
export const ROW_EVENT = createRowEvent(
  {
    seq: 1,
    op: 'added',
    recordId: '42',
    version: 1,
    checksum: 'cafe',
    row: { id: 42, email: 'Ada@Example.com', plan: null, cart: [{ sku: 'A' }], secret: 'hunter2' },
  },
  'message-1',
  '2026-03-01T06:00:00.000Z',
)

/** Compiles a mapping that has no mistake. */
export function compile(config: MappingConfig): CompiledMapping {
  const result = compileMapping(config, SUPPLEMENT)
  if (!result.ok) throw new Error(JSON.stringify(result.mistakes))
  return result.mapping
}

/** What a mapping of these fields makes of a row event. */
export function identify(fields: MappingConfig['fields'], event: RowEvent = ROW_EVENT): MapResult {
  return compile({ action: 'sendIdentify', fields }).map(event)
}

/** The event that was made. */
export function readEvent(result: MapResult): Json {
  if (result.outcome !== 'event') throw new Error(JSON.stringify(result))
  return JSON.parse(result.json) as Json
}
