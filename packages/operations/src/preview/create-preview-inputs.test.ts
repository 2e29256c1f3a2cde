import { expect, test } from '@jest/globals'
import { createPreviewInputs } from './create-preview-inputs.ts'

const ROWS = [
  { recordId: '1', row: '{"id": 1, "email": "a"}' },
  { recordId: null, row: '{"id": null, "email": "b"}' },
  { recordId: '2', row: '{"id": 2, "email": "c"}' },
  { recordId: '2', row: '{"id": 2, "email": "d"}' },
]

const create = (op: 'added' | 'deleted') =>
  createPreviewInputs(ROWS, {
    op,
    at: '2026-01-01T00:00:00.000Z',
    createMessageId: ({ recordId }) => `m-${recordId}`,
  })

test('a row stands in the envelope of its change', () => {
  expect(create('added')[0]).toEqual({
    recordId: '1',
    op: 'added',
    fault: null,
    event: {
      type: 'track',
      event: 'new',
      __segment_id: '1',
      messageId: 'm-1',
      timestamp: '2026-01-01T00:00:00.000Z',
      properties: { id: 1, email: 'a' },
    },
  })
})

test('a deleted row has every column, all null', () => {
  expect(create('deleted')[0]?.event).toMatchObject({
    event: 'deleted',
    properties: { id: null, email: null },
  })
})

test('rows whose identifier does not tell them apart are at fault', () => {
  expect(create('added').map(({ fault }) => fault?.split(':')[0] ?? null)).toEqual([
    null,
    'identifier_null',
    'identifier_duplicate',
    'identifier_duplicate',
  ])
})
