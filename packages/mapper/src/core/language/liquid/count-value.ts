import { WORK_LIMIT_UNITS } from '../budget.ts'
import { measureJson } from '../measure-json.ts'

/** What a value of a template costs: its characters, or, of a list or an object, all that stands in it at any depth. */
export function countValue(value: unknown): number {
  if (typeof value === 'string') return value.length
  return typeof value === 'object' && value !== null ? measureJson(value, WORK_LIMIT_UNITS) : 1
}
