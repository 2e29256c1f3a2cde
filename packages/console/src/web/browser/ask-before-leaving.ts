/** Longer than a browser takes from sending a form to leaving its page. */
const ARMED_AFTER_MS = 300

/** Has the browser ask before a person leaves a form with what was typed and not sent. */
export function askBeforeLeaving(): void {
  const changed = new Set<HTMLFormElement>()
  const typed = document.querySelectorAll<HTMLFormElement>('form[data-ask-before-leaving=typed]')
  // Whoever has sent one again while this script was loading is on his way already.
  setTimeout(() => {
    for (const form of typed) changed.add(form)
  }, ARMED_AFTER_MS)
  document.addEventListener('input', ({ target }) => {
    const form = (target as HTMLElement).closest('form')
    if (form?.hasAttribute('data-ask-before-leaving') === true) changed.add(form)
  })
  document.addEventListener('submit', ({ defaultPrevented }) => {
    if (!defaultPrevented) changed.clear()
  })
  addEventListener('beforeunload', (event) => {
    const isOpen = [...changed].some(
      (form) => form.isConnected && form.closest('dialog:not([open])') === null,
    )
    if (isOpen) event.preventDefault()
  })
}
