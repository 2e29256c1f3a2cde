import type { FieldType } from './field.ts'

/** What a value that cannot become a scalar of the wanted type becomes. */
export const MISFIT = Symbol('misfit')

/** A scalar as the event holds it, or MISFIT. */
export type Coerced = string | number | boolean | typeof MISFIT

/** A value as a scalar of this type, as Segment coerces it: a list of one counts as its item. */
export function coerceScalar(value: unknown, type: Exclude<FieldType, 'object'>): Coerced {
  const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  switch (type) {
    case 'string':
      return coerceText(single)
    case 'number':
      return coerceNumber(single)
    case 'boolean':
      return coerceBoolean(single)
    default:
      return type satisfies never
  }
}

function coerceText(value: unknown): Coerced {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return `${value}`
  return value === null ? '' : MISFIT
}

/** Text that JavaScript reads as a number is one, white space and hexadecimal digits included. */
function coerceNumber(value: unknown): Coerced {
  if (typeof value === 'number') return Number.isFinite(value) ? value : MISFIT
  if (typeof value === 'boolean' || value === null) return Number(value)
  if (typeof value !== 'string' || value === '') return MISFIT
  const number = Number(value)
  return Number.isNaN(number) ? MISFIT : number
}

function coerceBoolean(value: unknown): Coerced {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 1) return true
  if (value === 'false' || value === 0 || value === null) return false
  return MISFIT
}
