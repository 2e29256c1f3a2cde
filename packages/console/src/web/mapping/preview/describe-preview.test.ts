import { expect, test } from '@jest/globals'
import { describePreview, type PreviewedRow } from './describe-preview.ts'

test.each<[PreviewedRow, string, string | null]>([
  [
    { recordId: '42', outcome: 'event', event: { type: 'identify', userId: 'ä' } },
    'Record 42 is sent: 33 of 32,000 bytes',
    '{\n  "type": "identify",\n  "userId": "ä"\n}',
  ],
  [
    { recordId: '42', outcome: 'skipped', reason: 'the filter does not let it pass' },
    'Record 42 is not sent: the filter does not let it pass',
    null,
  ],
  [
    { recordId: null, outcome: 'invalid', reason: 'identifier_null: no identifier' },
    'A row without an identifier becomes a dead letter: identifier_null: no identifier',
    null,
  ],
])('%j is told as %j', (row, summary, text) => expect(describePreview(row)).toEqual({ summary, text }))
