import { toValue, type Emitter } from 'liquidjs'
import { countValue } from './count-value.ts'
import type { Limiter } from './row-limiter.ts'

/** Gathers what a template prints, and counts it before it does. */
export function createEmitter(limiter: Limiter): Emitter {
  return {
    buffer: '',
    write(html: unknown) {
      const value: unknown = toValue(html)
      limiter.use(countValue(value))
      this.buffer += print(value)
    },
  }
}

/** As the engine prints: nothing for null, lists without separators. */
function print(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map((item) => print(toValue(item))).join('')
  // oxlint-disable-next-line typescript/no-base-to-string -- objects print as JavaScript prints them, as in Segment.
  return String(value)
}
