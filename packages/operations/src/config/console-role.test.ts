import { randomBytes } from 'node:crypto'
import { expect, test } from '@jest/globals'
import type { ResourceKind } from '@sluice/config'
import { createSecretBox } from '@sluice/shared/secrets'
import { beginOrder, endOrder, openDatabase } from '@sluice/shared/store'
import { asRole, createControlDatabase, readTestServers } from '@sluice/shared/testing'
import { createToken } from '../tokens/create-token.ts'
import { findToken } from '../tokens/find-token.ts'
import { revokeToken } from '../tokens/revoke-token.ts'
import { readItem } from './read-item.ts'
import { removeItem } from './remove-item.ts'
import { saveItem } from './save-item.ts'

test('the role of the console may do all of it, and keep what orders were answered with', async () => {
  const testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
  const own = openDatabase({ url: asRole(testDatabase.url, 'sluice_console'), applicationName: 'as console' })
  const secrets = createSecretBox(randomBytes(32).toString('base64'))
  try {
    const deps = { db: own, seal: secrets.seal.bind(secrets), countRecords: null }
    for (const [kind, item] of Object.entries({
      source: { id: 'new', type: 'postgres', connection: 'postgres://sluice@db/warehouse' },
      model: { id: 'new', source: 'new', identifier: 'id', query: 'select 1 as id' },
      destination: { id: 'new', write_key: 'hunter6', region: 'us-west-2' },
      mapping: {
        id: 'new',
        model: 'new',
        destination: 'new',
        action: 'sendTrack',
        trigger: 'added',
        fields: { event: 'x' },
      },
    }) as [ResourceKind, object][]) {
      expect(await saveItem(deps, { kind, id: 'new', item, seen: null }, 'x')).toMatchObject({ ok: true })
      const { item: read, version } = await readItem(deps, { kind, id: 'new' })
      const again = { kind, id: 'new', item: read, seen: version, resend: true }
      expect(await saveItem(deps, again, 'x')).toMatchObject({ ok: true })
    }
    for (const kind of ['mapping', 'destination', 'model', 'source'] as const) {
      const { version } = await readItem(deps, { kind, id: 'new' })
      await removeItem(deps, { kind, id: 'new', seen: version }, 'x')
    }
    const { token } = await createToken(deps, { name: 'role', role: 'viewer' }, 'x')
    expect(await findToken(deps, token)).toMatchObject({ name: 'role' })
    await revokeToken(deps, { name: 'role' }, 'x')
    const order = { owner: 'x', key: 'k', digest: Buffer.alloc(32) }
    expect(await beginOrder(own, order)).toEqual({ kind: 'new' })
    await endOrder(own, order, { status: 200 })
    expect(await beginOrder(own, order)).toEqual({ kind: 'answered', answer: { status: 200 } })
  } finally {
    await own.close()
    await testDatabase.drop()
  }
})
