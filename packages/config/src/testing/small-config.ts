import type { Config } from '@sluice/shared/domain'

/** One resource of each kind, which name each other. */
export const SMALL_CONFIG: Config = {
  sources: [
    { id: 'warehouse', type: 'postgres', settings: { connection: 'postgres://sluice:hunter2@db/warehouse' } },
  ],
  models: [{ id: 'people', source: 'warehouse', identifier: 'id', query: 'select 1 as id' }],
  destinations: [
    {
      id: 'segment',
      source: null,
      writeKey: 'hunter3',
      region: 'us-west-2',
      enabled: true,
      eventsPerSecond: null,
      requestsPerSecond: null,
      deadlineMs: 86_400_000,
    },
  ],
  mappings: [
    {
      id: 'people-identify',
      model: 'people',
      destination: 'segment',
      action: 'sendIdentify',
      trigger: ['added'],
      filter: null,
      schedule: null,
      enabled: true,
      maxDeletedPercent: 30,
      fields: { user_id: { '@path': '$.properties.id' } },
    },
  ],
  channels: [],
  rules: [],
}
