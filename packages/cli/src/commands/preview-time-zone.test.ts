import { seedConfig } from '@sluice/shared/testing'
import { expect, test } from '@jest/globals'
import { openInstallation } from '../testing/open-installation.ts'

test('a row becomes the same event whatever the time zone of the machine, also where its times have none', async () => {
  const installation = await openInstallation()
  try {
    const { db, secrets, env } = installation
    await installation.warehouse(
      `create table people (id text, seen text); insert into people values ('1', '2024-03-05 14:07:09')`,
    )
    await seedConfig(db, secrets, {
      source: { settings: { connection: env.WAREHOUSE_URL ?? '' } },
      model: { query: 'select * from people' },
      mapping: {
        id: 'people',
        fields: {
          user_id: { '@path': '$.properties.id' },
          traits: {
            text: { '@liquid': '{{ properties.seen | date: "%Y-%m-%dT%H:%M:%S%z" }}' },
            number: { '@liquid': '{{ 1709647629 | date: "%Y-%m-%dT%H:%M:%S%z" }}' },
          },
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
