const PATIENCE_MS = 60_000

/**
 * Has buttons (`data-renews`) and choices (`data-part`) put an answer into one part of the page, where without script
 * it would be a page of its own. What is typed meanwhile stays.
 */
export function renewParts(): void {
  document.addEventListener('submit', (event) => {
    const { submitter } = event
    const id = submitter?.dataset['renews']
    if (submitter === null || id === undefined) return
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const body = new URLSearchParams([...new FormData(form, submitter)] as [string, string][])
    void renew(id, form.action, { method: 'POST', body }, submitter.dataset['waiting'])
  })
  document.addEventListener('change', ({ target }) => {
    const { dataset, value } = target as HTMLSelectElement
    const { part, href } = dataset
    if (part !== undefined && href !== undefined) void renew(part, href + encodeURIComponent(value), {})
  })
}

/** The last question of each part counts: an earlier one is given up, which ends it on the server, too. */
const asked = new Map<string, AbortController>()

async function renew(id: string, url: string, request: RequestInit, waiting?: string): Promise<void> {
  const place = document.getElementById(id)
  if (place === null) return
  asked.get(id)?.abort()
  const asking = new AbortController()
  asked.set(id, asking)
  place.ariaBusy = 'true'
  if (waiting !== undefined) place.textContent = waiting
  try {
    const answer = await fetch(new URL(url, document.baseURI), {
      ...request,
      headers: { accept: 'text/html' },
      signal: AbortSignal.any([asking.signal, AbortSignal.timeout(PATIENCE_MS)]),
    })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const next = page.getElementById(id)
    // Signed out, refused, or gone wrong: the page that says so takes the place of this part.
    place.replaceChildren(...(next ?? page.querySelector('main') ?? page.body).childNodes)
  } catch {
    if (!asking.signal.aborted) place.textContent = 'The console does not answer. Try it again in a moment.'
  } finally {
    place.ariaBusy = null
  }
}
