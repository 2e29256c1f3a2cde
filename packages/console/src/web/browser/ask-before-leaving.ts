/** Has the browser ask before a person leaves a form with what was typed and not sent. */
export function askBeforeLeaving(): void {
  const changed = new Set<HTMLFormElement>(document.querySelectorAll('form[data-ask-before-leaving=typed]'))
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
