import type { Json } from '../domain/index.ts'

/** A value in which `{ "sealed": … }` stands for each text of which `read` gives what is sealed, and not null. */
export function markSealed(value: Json, read: (text: string) => string | null): Json {
  if (typeof value === 'string') {
    const sealed = read(value)
    return sealed === null ? value : { sealed }
  }
  if (Array.isArray(value)) return value.map((member: Json) => markSealed(member, read))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, markSealed(member, read)]))
}
