import type { CountRecords } from '@sluice/config'
import type { Asker } from '@sluice/operations'

/** Has a worker count what a source remembers; no value of a row is told. */
export function createCountRecords(asker: Asker): CountRecords {
  return (source, mappings) =>
    asker.ask(
      { kind: 'records', source: { id: source.id }, mappings },
      { visitor: { actor: 'console', role: 'operator' }, look: null },
    )
}
