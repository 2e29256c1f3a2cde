import type { ItemDocument } from '@sluice/operations'
import { stringify } from 'yaml'

/** An item as sluice.yaml says it; each secret is a variable named after it. */
export function formatItemYaml({ kind, id, item }: Pick<ItemDocument, 'kind' | 'id' | 'item'>): string {
  return stringify({ [`${kind}s`]: [writeSecrets(item, ['sluice', kind, id])] }, { lineWidth: 0 })
}

/** Everything that reads `{ set: true }` becomes `${SLUICE_SOURCE_WAREHOUSE_CONNECTION}`. */
function writeSecrets(said: unknown, path: readonly string[]): unknown {
  if (Array.isArray(said)) return said
  if (typeof said !== 'object' || said === null) return said
  const entries = Object.entries(said)
  if (entries.length === 1 && entries[0]?.[0] === 'set' && entries[0][1] === true)
    return `\${${path
      .join('_')
      .toUpperCase()
      .replaceAll(/[^A-Z0-9_]/g, '_')}}`
  return Object.fromEntries(entries.map(([key, value]) => [key, writeSecrets(value, [...path, key])]))
}
