// Keeps the overview up to date: asks for the page again and puts its main part in place of the one shown.
const EVERY_MS = 10_000
const PATIENCE_MS = 10_000

/** What can be focused or scrolled in a main part, each by a name that outlives its renewal. */
function listPlaces(main) {
  const seen = new Map()
  return [...main.querySelectorAll('a[href], [tabindex]')].map((element) => {
    const label = element.getAttribute('href') ?? element.getAttribute('aria-label')
    const count = (seen.get(label) ?? 0) + 1
    seen.set(label, count)
    return { name: `${count} ${label}`, element }
  })
}

function replace(main, next) {
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

async function renew() {
  // Nobody looks, or somebody is about to copy.
  if (document.hidden || !getSelection().isCollapsed) return
  try {
    const answer = await fetch(document.baseURI, {
      headers: { accept: 'text/html' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    // While a server is away the overview says so, with status 503.
    if (page.querySelector('#stale') === null) {
      if (answer.status === 401) location.reload()
      throw new Error(`HTTP ${answer.status}`)
    }
    document.title = page.title
    const [main, next] = [document.querySelector('main'), page.querySelector('main')]
    if (next.innerHTML !== main.innerHTML) replace(main, next)
  } catch {
    document.querySelector('#stale').hidden = false
  }
}

async function renewAndWait() {
  await renew()
  setTimeout(() => void renewAndWait(), EVERY_MS)
}

setTimeout(() => void renewAndWait(), EVERY_MS)
document.addEventListener('visibilitychange', () => void renew())
