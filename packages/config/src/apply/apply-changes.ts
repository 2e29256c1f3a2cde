import type { Config } from '@sluice/shared/domain'
import type { KeyedBox } from '@sluice/shared/secrets'
import { resealConfig, type Database } from '@sluice/shared/store'
import { planChanges, type Plan } from '../plan/plan-changes.ts'
import { carryOut, type ChangeRequest } from './carry-out.ts'
import { createResealingBox } from './create-resealing-box.ts'
import { listManagers, readBasis } from './read-basis.ts'
import { resetMapping } from './reset-mapping.ts'

/** What to make of the config, and who does it. */
export interface ApplyRequest extends ChangeRequest {
  readonly wanted: Config
  readonly prune: boolean
  /**
   * Takes over what people keep in the console: what is wanted otherwise is changed, and what is not named falls under
   * `prune`.
   */
  readonly adopt?: boolean
  /** Mappings whose next sync sends every row again. */
  readonly resend: readonly string[]
}

/**
 * Makes the config that of a file, wholly or not at all, and returns what that took. Secrets under a key that has been
 * replaced are sealed anew.
 */
export async function applyChanges(db: Database, secrets: KeyedBox, request: ApplyRequest): Promise<Plan> {
  const made = await carryOut(db, secrets, {
    ...request,
    manager: 'file',
    read: () =>
      readBasis(db, (versions) =>
        createResealingBox(secrets, (place) => {
          const name = place.replace(/^(source|destination)s\//, '$1/').replace(/^alerts\//, 'channel/')
          return versions.get(name)?.managedBy === 'console'
        }),
      ),
    make: async (basis) => {
      const { prune, adopt: takeOver = false } = request
      const plan = planChanges(basis.current, request.wanted, {
        prune,
        takeOver,
        managers: listManagers(basis),
      })
      return { plan }
    },
    also: async (tx) => {
      for (const mapping of new Set(request.resend)) await resetMapping(tx, mapping, request.actor)
      // What people keep in the console is in no plan.
      await resealConfig(tx, secrets)
    },
  })
  // A file always has a plan.
  return (made as { readonly plan: Plan }).plan
}
