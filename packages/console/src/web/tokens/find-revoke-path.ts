/** Where a token is taken out of use, relative to where the console stands. */
export function findRevokePath(name: string): string {
  return `tokens/${encodeURIComponent(name)}/revoke`
}
