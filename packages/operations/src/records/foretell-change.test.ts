import { expect, test } from '@jest/globals'
import type { RecordFacts } from '@sluice/shared/domain'
import { SEED_MAPPING } from '@sluice/shared/testing'
import { foretellChange } from './foretell-change.ts'
import type { RecordScene } from './record-scene.ts'

const FACTS = {
  rows: [{ row: '{"id":"1","email":"secret@x.io"}', checksum: 'c1' }],
  columns: ['id', 'email'],
} as unknown as RecordFacts

const foretell = (role: 'operator' | 'viewer', fields: object) =>
  foretellChange(
    {
      mapping: { ...SEED_MAPPING, trigger: ['added'], filter: null, fields, epoch: 1 },
      visitor: { actor: 'x', role },
    } as unknown as RecordScene,
    FACTS,
    { next: { op: 'added', version: 1 }, recordId: '1', createId: () => 'made' },
    '2026-01-01T00:00:00.000Z',
  )

test('a viewer is told the messageId that Sluice makes, and none that is a value of the row', () => {
  const fields = { user_id: { '@path': '$.properties.id' }, traits: {} }
  const own = { ...fields, message_id: { '@path': '$.properties.email' } }
  expect(foretell('operator', own)).toMatchObject({ outcome: 'event', messageId: 'secret@x.io' })
  expect(foretell('viewer', fields)).toMatchObject({ outcome: 'event', messageId: 'made' })
  const seen = foretell('viewer', own)
  expect(seen).toMatchObject({ outcome: 'event', messageId: null })
  expect(JSON.stringify(seen)).not.toContain('secret')
})
