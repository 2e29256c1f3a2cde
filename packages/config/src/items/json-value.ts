import type { Path } from './mistake.ts'

/** The value at a place, undefined when there is none. */
export function readAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (current, part) =>
      typeof current === 'object' && current !== null
        ? (current as Record<string, unknown>)[part]
        : undefined,
    value,
  )
}

/** True for a plain object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
