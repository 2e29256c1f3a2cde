import { readAlertPlaces } from '@sluice/alerts/places'
import type { AskDeps, Visitor } from '@sluice/operations'
import { createDirectAsker } from '@sluice/operations/ask/create-direct-asker'
import { readSegmentPlaces } from '@sluice/operations/ask/read-segment-places'
import type { SecretPurpose } from '@sluice/shared/secrets'
import type { Shell } from '../shell.ts'
import { withSecrets } from './with-database.ts'

/** Runs work that asks warehouses or Segment, with the keys of these purposes; who has keys may see values of rows. */
export function withAsker<T>(
  shell: Pick<Shell, 'env' | 'note' | 'patienceMs' | 'user'>,
  purposes: readonly SecretPurpose[],
  work: (deps: AskDeps, visitor: Visitor) => Promise<T>,
): Promise<T> {
  return withSecrets(
    shell,
    (db, secrets) => {
      const asker = createDirectAsker({
        db,
        secrets,
        places: () => readSegmentPlaces(shell.env),
        alerting: () => readAlertPlaces(shell.env),
      })
      return work({ db, asker }, { actor: shell.user, role: 'operator' })
    },
    purposes,
  )
}
