import { describe, expect, test } from '@jest/globals'
import { createColumnExpression } from './column-expression.ts'

describe('the expression of a column', () => {
  test.each(['integer', 'text', 'jsonb', 'uuid', 'integer[]', 'public.mood', 'timestamp with time zone[]'])(
    'of type %s is the column itself',
    (type) => {
      expect(createColumnExpression({ name: 'a"b', type })).toBe('model."a""b"')
    },
  )

  test.each(['bigint', 'numeric', 'real', 'double precision', 'date', 'bytea', 'timestamp with time zone'])(
    'of type %s names only the quoted column',
    (type) => {
      const expression = createColumnExpression({ name: `x"; drop table y; --`, type })
      expect(expression).not.toBe(`model."x""; drop table y; --"`)
      expect(expression.replaceAll(`model."x""; drop table y; --"`, '')).not.toContain('drop')
    },
  )
})
