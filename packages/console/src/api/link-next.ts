/** The `Link` to the next page of a list, with the query of this one; nothing on the last page. */
export function linkNext(
  path: string,
  query: Readonly<Record<string, unknown>>,
  next: string | null,
): Readonly<Record<string, string>> {
  if (next === null) return {}
  const said = Object.entries({ ...query, cursor: next }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  return { link: `<${path}?${new URLSearchParams(said)}>; rel="next"` }
}
