import { say } from './say.ts'

/** Has buttons copy the text of the element that they name; without script the text stands there to be copied. */
export function copyTexts(): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-copies]')) {
    button.hidden = false
    button.addEventListener('click', () => void copy(button.dataset['copies'] ?? ''))
  }
}

async function copy(id: string): Promise<void> {
  const place = document.getElementById(id)
  if (place === null) return
  try {
    await navigator.clipboard.writeText(place.textContent ?? '')
    say('Copied.', true)
  } catch {
    // A browser that gives no clipboard to this address: the text is shown and marked.
    place.closest('details')?.setAttribute('open', '')
    getSelection()?.selectAllChildren(place)
    say('Your browser does not let this page copy: the text is marked below.', false)
  }
}
