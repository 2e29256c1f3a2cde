import { recordDestination, recordMapping, recordModel, recordSource } from '@sluice/shared/store'
import type { Installation } from './open-installation.ts'

/** A mapping that can sync, one that is disabled, and one whose destination is. */
export async function seedPeople({ db, secrets }: Pick<Installation, 'db' | 'secrets'>): Promise<void> {
  await recordSource(db, secrets, {
    id: 'warehouse',
    type: 'postgres',
    settings: { connection: 'postgres://a' },
  })
  await recordModel(db, { id: 'people', source: 'warehouse', identifier: 'id', query: 'select 1 as id' })
  for (const id of ['segment', 'off']) {
    await recordDestination(db, secrets, {
      id,
      source: null,
      writeKey: 'wk',
      region: 'us-west-2',
      enabled: id !== 'off',
      eventsPerSecond: null,
      requestsPerSecond: null,
      deadlineMs: 86_400_000,
    })
  }
  const mapping = {
    model: 'people',
    action: 'sendIdentify',
    trigger: ['added'],
    filter: null,
    maxDeletedPercent: 30,
    fields: {},
  } as const
  await recordMapping(db, {
    ...mapping,
    id: 'people-identify',
    destination: 'segment',
    schedule: null,
    enabled: true,
  })
  await recordMapping(db, {
    ...mapping,
    id: 'people-off',
    destination: 'segment',
    schedule: { every: '15m' },
    enabled: false,
  })
  await recordMapping(db, {
    ...mapping,
    id: 'people-to-off',
    destination: 'off',
    schedule: null,
    enabled: true,
  })
}
