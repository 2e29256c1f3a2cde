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

/** The same with what is sealed opened. */
export async function openSealed(
  value: Json,
  open: (sealed: string) => string | Promise<string>,
): Promise<Json> {
  if (Array.isArray(value)) return Promise.all(value.map((member: Json) => openSealed(member, open)))
  if (typeof value !== 'object' || value === null) return value
  const { sealed } = value as { readonly sealed?: Json }
  if (typeof sealed === 'string') return open(sealed)
  const members = Object.entries(value).map(
    async ([key, member]) => [key, await openSealed(member, open)] as const,
  )
  return Object.fromEntries(await Promise.all(members))
}
