/**
 * The least number of characters that a value takes as JSON text, counted at every place where it stands; the walk
 * ends as soon as it is past `limit`, so it costs no more than that, however often a value stands within itself.
 */
export function measureJson(value: unknown, limit: number): number {
  if (typeof value === 'string') return value.length + 2
  if (value === undefined) return 0
  if (typeof value !== 'object' || value === null) return 1
  let characters = 2
  if (Array.isArray(value)) {
    for (const item of value) {
      characters += 1 + measureJson(item, limit - characters)
      if (characters > limit) break
    }
    return characters
  }
  for (const key of Object.keys(value)) {
    const member = (value as { readonly [key: string]: unknown })[key]
    if (member === undefined) continue
    characters += key.length + 3 + measureJson(member, limit - characters)
    if (characters > limit) break
  }
  return characters
}
