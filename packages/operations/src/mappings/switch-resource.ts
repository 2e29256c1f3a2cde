import { lockConfig } from '@sluice/config'
import { formatSuggestion } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import {
  findSwitchables,
  listConfigIds,
  recordAudit,
  recordEnabled,
  type Queryable,
  type Switchable,
} from '@sluice/shared/store'
import type { Actor, DatabaseDeps } from '../deps.ts'

/** What to switch, and which way. */
export interface SwitchInput {
  /** The id of a mapping or a destination; `mapping/<id>` or `destination/<id>` where both have it. */
  readonly name: string
  readonly enabled: boolean
}

/** A mapping or a destination that is switched as it was asked. */
export interface SwitchDocument {
  readonly kind: 'mapping' | 'destination'
  readonly id: string
  readonly enabled: boolean
  /** False when it was so before. */
  readonly changed: boolean
}

/**
 * Switches a mapping or a destination on or off; a sync that runs goes on. Fails with
 * `mapping_unknown` or `destination_unknown`, and with `usage_invalid` where a name means two.
 */
export function switchResource(
  { db }: DatabaseDeps,
  { name, enabled }: SwitchInput,
  actor: Actor,
): Promise<SwitchDocument> {
  return db.transaction(async (tx) => {
    await lockConfig(tx)
    const { kind, id, enabled: before } = await findSwitch(tx, name)
    const changed = before !== enabled
    if (changed) {
      await recordEnabled(tx, kind, id, enabled)
      const audit = { actor, action: 'updated', kind, id } as const
      await recordAudit(tx, { ...audit, before: { enabled: before }, after: { enabled } })
    }
    return { kind, id, enabled, changed }
  })
}

/** The one mapping or destination that a name means. */
async function findSwitch(db: Queryable, name: string): Promise<Switchable> {
  const [, wanted, id = name] = /^(mapping|destination)\/(.*)$/.exec(name) ?? []
  const named = await findSwitchables(db, id)
  const [found, other] = named.filter(({ kind }) => wanted === undefined || kind === wanted)
  if (found !== undefined && other === undefined) return found
  if (found !== undefined) {
    throw new SluiceError(
      'usage_invalid',
      `${id} is a mapping and a destination: write mapping/${id} or destination/${id}`,
    )
  }
  const kind = wanted === 'destination' ? 'destination' : 'mapping'
  const ids = await listConfigIds(db, wanted === undefined ? ['mapping', 'destination'] : [kind])
  throw new SluiceError(
    `${kind}_unknown`,
    `there is no ${wanted ?? 'mapping or destination'} ${id}${formatSuggestion(id, ids)}`,
    { subject: { kind, id } },
  )
}
