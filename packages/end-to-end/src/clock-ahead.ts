/** What `--import` takes to put a process' clock ahead by hours, beside which it runs as it always does. */
export function clockAhead(hours: number): string {
  return `data:text/javascript,${encodeURIComponent(`
    const now = Date.now
    const ahead = () => now() + ${hours} * 3_600_000
    globalThis.Date = new Proxy(Date, {
      construct: (target, args) => Reflect.construct(target, args.length === 0 ? [ahead()] : args, target),
      get: (target, key) => (key === 'now' ? ahead : Reflect.get(target, key)),
    })`)}`
}
