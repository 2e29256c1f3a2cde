import { expect, test } from '@jest/globals'
import { limitStatements } from './limit-statements.ts'

test.each([
  [undefined, '1m'],
  ['6h', '1m'],
  ['10s', '10s'],
])('a source with a statement_timeout of %s is asked with %s', (said, limited) => {
  const settings = {
    connection: 'postgres://h/d',
    ...(said === undefined ? {} : { statement_timeout: said }),
  }
  expect(limitStatements({ id: 'w', type: 'postgres', settings }).settings).toEqual({
    connection: 'postgres://h/d',
    statement_timeout: limited,
  })
})
