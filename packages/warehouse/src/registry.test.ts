import { expect, test } from '@jest/globals'
import { openWarehouse, readWarehouseType, WAREHOUSE_TYPES } from './registry.ts'

test('each kind of warehouse has a name of its own, and says where it is by one of its keys', () => {
  const names = WAREHOUSE_TYPES.map(({ type }) => type)
  expect(new Set(names).size).toBe(names.length)
  for (const { keys, addressKey } of WAREHOUSE_TYPES)
    expect(keys.map(({ name }) => name)).toContain(addressKey)
})

test('no key of a source has the name of one that every source has', () => {
  for (const { keys } of WAREHOUSE_TYPES)
    for (const { name } of keys) expect(['id', 'type', 'managed_by', 'version']).not.toContain(name)
})

test('a source of a type that a later version has saved is told as such', async () => {
  const source = { id: 'lake', type: 'postgre', settings: {} }
  expect(() => readWarehouseType(source)).toThrow(
    /^source lake is of type postgre, which this version does not know.*: there are /,
  )
  await expect(openWarehouse(source)).rejects.toMatchObject({ code: 'source_unknown' })
})
