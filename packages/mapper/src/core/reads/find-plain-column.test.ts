import { expect, test } from '@jest/globals'
import { findPlainColumn } from './find-plain-column.ts'

test.each([
  [{ '@path': '$.properties.id' }, 'id'],
  [{ '@path': `$.properties['user id']` }, 'user id'],
  [{ '@path': '$.properties' }, null],
  [{ '@path': '$.properties.address.id' }, null],
  [{ '@path': '$.messageId' }, null],
  [{ '@template': 'u-{{properties.id}}' }, null],
  [{ '@path': '$.properties.id', other: 1 }, null],
  ['u1', null],
  [undefined, null],
])('of the field %j it finds the column %j', (value, column) => {
  expect(findPlainColumn(value)).toBe(column)
})
