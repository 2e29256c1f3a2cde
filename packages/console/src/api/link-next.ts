/** The `Link` to the next page of a list, with the query of this one; nothing on the last page. */
export function linkNext(
  path: string,
  query: Readonly<Record<string, string | number | boolean | undefined>>,
  next: string | null,
): Readonly<Record<string, string>> {
  if (next === null) return {}
  const said = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) said.set(name, `${value}`)
  said.set('cursor', next)
  return { link: `<${path}?${said}>; rel="next"` }
}
