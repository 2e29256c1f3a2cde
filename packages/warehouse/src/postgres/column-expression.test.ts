import { describe, expect, test } from '@jest/globals'
import { createColumnExpression } from './column-expression.ts'

const COLUMN = 'model."x""; drop table y; --"'

describe('the expression of a column', () => {
  test.each(['integer', 'text', 'jsonb', 'uuid', 'integer[]', 'public.mood', 'timestamp with time zone[]'])(
    'of type %s is the column itself',
    (type) => {
      expect(createColumnExpression(COLUMN, type)).toBe(COLUMN)
    },
  )

  test.each(['bigint', 'numeric', 'real', 'double precision', 'date', 'bytea', 'timestamp with time zone'])(
    'of type %s is made of nothing but the column',
    (type) => {
      const expression = createColumnExpression(COLUMN, type)
      expect(expression).not.toBe(COLUMN)
      expect(expression.replaceAll(COLUMN, '')).not.toContain('drop')
    },
  )
})
