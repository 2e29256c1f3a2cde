const PATIENCE_MS = 10_000

/**
 * Keeps a live page up to date: asks for it again as often as it says, while it is looked at, and puts its main part in
 * place of the one shown. It ends when the page says so: what it showed has come to its end.
 */
export function renewLivePages(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = (): void => {
    clearTimeout(timer)
    const afterMs = Number(document.querySelector<HTMLElement>('main')?.dataset['live'])
    if (afterMs > 0 && !document.hidden) timer = setTimeout(() => void renew().then(wait), afterMs)
  }
  wait()
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer)
    if (!document.hidden && document.querySelector('main[data-live]') !== null) void renew().then(wait)
  })
}

async function renew(): Promise<void> {
  // Somebody is about to copy or to type.
  if (getSelection()?.isCollapsed === false || isBusy(document.activeElement)) return
  try {
    const answer = await fetch(location.href, {
      headers: { accept: 'text/html' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const [main, next] = [document.querySelector('main'), page.querySelector('main')]
    // While a server is away the page says so, with status 503.
    if (main === null || next === null || !(answer.ok || next.hasAttribute('data-live'))) {
      if (answer.status === 401) location.reload()
      throw new Error(`HTTP ${answer.status}`)
    }
    document.title = page.title
    keepMessage(main, next)
    keepUnfolded(main, next)
    if (next.outerHTML !== main.outerHTML) replace(main, next)
  } catch {
    const stale = document.querySelector<HTMLElement>('#stale')
    if (stale !== null) stale.hidden = false
  }
}

/** What was done last is said until the page is left. */
function keepMessage(main: HTMLElement, next: HTMLElement): void {
  const [said, nextSaid] = [main, next].map((part) => part.querySelector('[data-said]'))
  if (nextSaid?.textContent === '') nextSaid.replaceWith(...(said ? [said.cloneNode(true)] : []))
}

/** What somebody has unfolded, or folded away, stays so. */
function keepUnfolded(main: HTMLElement, next: HTMLElement): void {
  const readName = (part: HTMLElement): string => part.querySelector('summary')?.textContent ?? ''
  const shown = new Map([...main.querySelectorAll('details')].map((part) => [readName(part), part.open]))
  for (const part of next.querySelectorAll('details')) part.open = shown.get(readName(part)) ?? part.open
}

function isBusy(element: Element | null): boolean {
  const isField = element instanceof HTMLInputElement || element instanceof HTMLSelectElement
  return isField || document.querySelector('dialog[open]') !== null
}

function replace(main: HTMLElement, next: HTMLElement): void {
  const old = listPlaces(main)
  const focused = old.find(({ element }) => element === document.activeElement)?.name
  const lefts = new Map(old.map(({ name, element }) => [name, element.scrollLeft]))
  const [x, y] = [scrollX, scrollY]
  main.replaceWith(next)
  for (const { name, element } of listPlaces(next)) {
    element.scrollLeft = lefts.get(name) ?? 0
    if (name === focused) element.focus({ preventScroll: true })
  }
  scrollTo(x, y)
}

/** What can be focused or scrolled in a main part, each by a name that outlives its renewal. */
function listPlaces(main: HTMLElement): readonly { readonly name: string; readonly element: HTMLElement }[] {
  const seen = new Map<string, number>()
  return [...main.querySelectorAll<HTMLElement>('a[href], input, summary, [tabindex]')].map((element) => {
    const label = element.getAttribute('href') ?? element.getAttribute('aria-label') ?? ''
    const count = (seen.get(label) ?? 0) + 1
    seen.set(label, count)
    return { name: `${count} ${label}`, element }
  })
}
