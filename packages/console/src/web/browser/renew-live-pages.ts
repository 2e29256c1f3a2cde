const EVERY_MS = 10_000
const PATIENCE_MS = 10_000

/** Keeps a live page up to date: asks for it again and puts its main part in place of the one shown. */
export function renewLivePages(): void {
  if (document.querySelector('main[data-live]') === null) return
  const renewAndWait = async (): Promise<void> => {
    await renew()
    setTimeout(() => void renewAndWait(), EVERY_MS)
  }
  setTimeout(() => void renewAndWait(), EVERY_MS)
  document.addEventListener('visibilitychange', () => void renew())
}

async function renew(): Promise<void> {
  // Nobody looks, or somebody is about to copy or to type.
  if (document.hidden || getSelection()?.isCollapsed === false || isBusy(document.activeElement)) return
  try {
    const answer = await fetch(location.href, {
      headers: { accept: 'text/html' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const [main, next] = [document.querySelector('main'), page.querySelector('main')]
    // While a server is away the page says so, with status 503.
    if (main === null || next === null || !next.hasAttribute('data-live')) {
      if (answer.status === 401) location.reload()
      throw new Error(`HTTP ${answer.status}`)
    }
    document.title = page.title
    if (next.innerHTML !== main.innerHTML) replace(main, next)
  } catch {
    const stale = document.querySelector<HTMLElement>('#stale')
    if (stale !== null) stale.hidden = false
  }
}

function isBusy(element: Element | null): boolean {
  return element instanceof HTMLInputElement || document.querySelector('dialog[open]') !== null
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
  return [...main.querySelectorAll<HTMLElement>('a[href], input, [tabindex]')].map((element) => {
    const label = element.getAttribute('href') ?? element.getAttribute('aria-label') ?? ''
    const count = (seen.get(label) ?? 0) + 1
    seen.set(label, count)
    return { name: `${count} ${label}`, element }
  })
}
