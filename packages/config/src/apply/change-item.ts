import type { Config } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import type { ConfigBox } from '@sluice/shared/secrets'
import { readConfigRecord, type Database, type Manager } from '@sluice/shared/store'
import {
  collectConfig,
  formatResource,
  listResources,
  type Resource,
  type ResourceKind,
} from '../items/kinds.ts'
import type { Mistake } from '../items/mistake.ts'
import { validateItem } from '../items/validate-item.ts'
import { planChanges, type Plan } from '../plan/plan-changes.ts'
import { carryOut, type ChangeRequest } from './carry-out.ts'
import { createChangedError } from './changed-error.ts'
import { listResent } from './list-resent.ts'
import { createTolerantBox } from './create-resealing-box.ts'
import { resetMapping } from './reset-mapping.ts'
import { listManagers, readBasis, type Basis } from './read-basis.ts'

/** What to make of one item. */
export interface ItemRequest extends ChangeRequest {
  readonly kind: ResourceKind
  readonly id: string
  /** The item as JSON says it, a secret as `{ set: true }` where it stays; null to remove it. */
  readonly item: unknown
  /** The tag of the version that was changed here; null for an item that is to be new. */
  readonly seen: string | null
  /** Who keeps it from now on. */
  readonly manager: Manager
  /** Takes over what the other one keeps. */
  readonly takeOver?: boolean
  /** Has the next sync of a mapping, or of each mapping of a destination, send every row again. */
  readonly resend?: boolean
}

/**
 * What became of it: the plan that was carried out, and the tag to say next time; or what is wrong, by paths in the
 * item.
 */
export type ItemChange =
  | {
      readonly ok: true
      readonly plan: Plan
      readonly tag: string | null
      readonly warnings: readonly Mistake[]
    }
  | { readonly ok: false; readonly mistakes: readonly Mistake[]; readonly warnings: readonly Mistake[] }

/**
 * Adds, changes or removes one item. It is refused where the item is not in the version that was seen, which two
 * people at one form would else not notice. Fails with `changed_meanwhile`, `config_exists`, `config_managed`,
 * `config_in_use` and `sync_running`.
 */
export async function changeItem(
  db: Database,
  secrets: ConfigBox,
  request: ItemRequest,
): Promise<ItemChange> {
  const { kind, id, seen, manager, takeOver = false, resend = false } = request
  const name = `${kind}/${id}`
  // Whatever a mapping says concerns no other one.
  const mapping = kind === 'mapping' ? id : null
  const read = (): Promise<Basis> => readBasis(db, () => createTolerantBox(secrets), mapping)
  let resent: readonly string[] = []
  let invalid: Extract<ItemChange, { readonly ok: false }> | null = null
  const made = await carryOut(db, secrets, {
    ...request,
    read,
    make: async (basis) => {
      const now = basis.versions.get(name) ?? null
      if (seen === null && now !== null) {
        throw new SluiceError('config_exists', `${name} is there already: give the new one another id`)
      }
      if (seen !== (now?.tag ?? null)) throw await createChangedError(db, { kind, id, seen, now })
      const wanted = readWanted(request, basis.current)
      if (!wanted.ok) {
        invalid = wanted
        return null
      }
      if (resend) resent = listResent(basis.current, kind, id)
      const resources = wanted.resource === null ? [] : [wanted.resource]
      const plan = planChanges(pick(basis.current, name), collectConfig(resources), {
        prune: true,
        manager,
        managers: listManagers(basis),
        takeOver,
      })
      // What is not named was not to be removed by whoever may not.
      const refused = wanted.resource === null ? plan.kept : plan.refused
      return { plan: { ...plan, refused }, warnings: wanted.warnings }
    },
    also: async (tx) => {
      for (const each of resent) await resetMapping(tx, each, request.actor)
    },
  })
  if (made === null) return invalid ?? { ok: false, mistakes: [], warnings: [] }
  const tag = request.dryRun
    ? seen
    : ((await readConfigRecord(db, createTolerantBox(secrets), kind, id))?.tag ?? null)
  return { ok: true, plan: made.plan, tag, warnings: made.warnings }
}

type Wanted =
  | { readonly ok: true; readonly resource: Resource | null; readonly warnings: readonly Mistake[] }
  | Extract<ItemChange, { readonly ok: false }>

function readWanted({ kind, id, item }: ItemRequest, current: Config): Wanted {
  if (item === null) return { ok: true, resource: null, warnings: [] }
  const validated = validateItem(kind, item, { current })
  if (!validated.ok || validated.resource.value.id === id) return validated
  const mistakes = [{ path: ['id'], message: `cannot be changed: it is ${id}` }]
  return { ok: false, mistakes, warnings: validated.warnings }
}

/** The config of one resource, by its name. */
function pick(config: Config, name: string): Config {
  return collectConfig(listResources(config).filter((resource) => formatResource(resource) === name))
}
