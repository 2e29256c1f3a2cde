/** A field of a form as text; empty for what is none. */
export function readText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A path of this console to go on to; anything that leads elsewhere leads to the start. */
export function readOwnPath(value: unknown, basePath: string): string {
  const here = 'http://console.invalid'
  const path = readText(value)
  const start = `${basePath}/`
  if (!path.startsWith('/') || !URL.canParse(path, here)) return start
  const { origin, pathname, search } = new URL(path, here)
  const isOwn = origin === here && pathname.startsWith(start) && !pathname.startsWith('//')
  return isOwn && pathname !== `${basePath}/sign-in` ? `${pathname}${search}` : start
}
