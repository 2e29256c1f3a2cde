import { expect, test } from '@jest/globals'
import { recordDestination, recordMapping, recordModel, recordSource } from '@sluice/shared/store'
import { openInstallation } from '../testing/open-installation.ts'

test('a row becomes the same event whatever the time zone of the machine, also where its times have none', async () => {
  const installation = await openInstallation()
  try {
    const { db, secrets, env } = installation
    await installation.warehouse(
      `create table people (id text, seen text); insert into people values ('1', '2024-03-05 14:07:09')`,
    )
    await recordSource(db, secrets, {
      id: 'w',
      type: 'postgres',
      settings: { connection: env.WAREHOUSE_URL ?? '' },
    })
    await recordModel(db, { id: 'people', source: 'w', identifier: 'id', query: 'select * from people' })
    await recordDestination(db, secrets, {
      id: 'segment',
      source: null,
      writeKey: 'wk',
      region: 'us-west-2',
      enabled: true,
      eventsPerSecond: null,
      requestsPerSecond: null,
      deadlineMs: 86_400_000,
    })
    await recordMapping(db, {
      id: 'people',
      model: 'people',
      destination: 'segment',
      action: 'sendIdentify',
      trigger: ['added'],
      filter: null,
      schedule: null,
      enabled: true,
      maxDeletedPercent: 30,
      fields: {
        user_id: { '@path': '$.properties.id' },
        traits: {
          text: { '@liquid': '{{ properties.seen | date: "%Y-%m-%dT%H:%M:%S%z" }}' },
          number: { '@liquid': '{{ 1709647629 | date: "%Y-%m-%dT%H:%M:%S%z" }}' },
        },
      },
    })
    for (const TZ of ['UTC', 'Asia/Kathmandu', 'America/St_Johns']) {
      const { stdout } = await installation.runProcess(['preview', 'people', '--json'], { TZ })
      expect({ TZ, previews: JSON.parse(stdout) }).toMatchObject({
        TZ,
        previews: [
          { event: { traits: { text: '2024-03-05T14:07:09+0000', number: '2024-03-05T14:07:09+0000' } } },
        ],
      })
    }
  } finally {
    await installation.close()
  }
})
