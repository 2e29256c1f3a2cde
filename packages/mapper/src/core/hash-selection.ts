import { createHash } from 'node:crypto'
import { OPS, type Mapping } from '@sluice/shared/domain'

/** A short text that differs when another trigger or filter decides which deltas a mapping sends. */
export function hashSelection({ trigger, filter }: Pick<Mapping, 'trigger' | 'filter'>): string {
  const ops = OPS.filter((op) => trigger.includes(op))
  return createHash('sha256')
    .update(JSON.stringify([ops, filter]))
    .digest('base64url')
    .slice(0, 22)
}
