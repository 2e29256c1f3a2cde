import { SEED_DESTINATION, SEED_MAPPING, seedConfig } from '@sluice/shared/testing'
import { recordDestination, recordMapping } from '@sluice/shared/store'
import type { Installation } from './open-installation.ts'

/** A mapping that can sync, one that is disabled, and one whose destination is. */
export async function seedPeople({ db, secrets }: Pick<Installation, 'db' | 'secrets'>): Promise<void> {
  await seedConfig(db, secrets)
  await recordDestination(db, secrets, { ...SEED_DESTINATION, id: 'off', enabled: false })
  await recordMapping(db, { ...SEED_MAPPING, id: 'people-off', schedule: { every: '15m' }, enabled: false })
  await recordMapping(db, { ...SEED_MAPPING, id: 'people-to-off', destination: 'off' })
}
