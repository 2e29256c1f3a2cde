/** Takes away what was wrong with a field as soon as something else is typed there. */
export function forgetIssues(): void {
  document.addEventListener('input', ({ target }) => {
    const field = (target as HTMLElement).closest('.field')
    field?.querySelector('[aria-invalid]')?.removeAttribute('aria-invalid')
    field?.querySelector('.issue')?.remove()
  })
}
