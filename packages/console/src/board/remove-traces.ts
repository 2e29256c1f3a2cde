/** An answer of the board without stack traces: they are for whoever mends, not for whoever looks. */
export function removeTraces<Body>(body: Body): Body {
  return scrub(body) as Body
}

function scrub(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(scrub)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'stacktrace' ? [] : scrub(inner)]),
  )
}
