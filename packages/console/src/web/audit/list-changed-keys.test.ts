import { expect, test } from '@jest/globals'
import { listChangedKeys } from './list-changed-keys.ts'

test.each([
  [null, { id: 'a' }, [['id', null, 'a']]],
  [{ id: 'a' }, null, [['id', 'a', null]]],
  [{ id: 'a', n: 1, same: { x: 1 } }, { id: 'a', n: 2, same: { x: 1 } }, [['n', '1', '2']]],
  [{ list: [1] }, { list: [1], none: null }, []],
  [null, null, []],
])('from %j to %j', (before, after, keys) => {
  expect(listChangedKeys(before, after).map((each) => [each.key, each.before, each.after])).toEqual(keys)
})
