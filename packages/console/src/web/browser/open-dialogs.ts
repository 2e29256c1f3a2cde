/** Shows the dialog that a link names over the page, where the link would lead to a page of its own. */
export function openDialogs(): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as HTMLElement).closest<HTMLElement>('[data-dialog]')
    const dialog = document.querySelector<HTMLDialogElement>(`dialog#${link?.dataset['dialog'] ?? 'none'}`)
    if (dialog === null || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    dialog.showModal()
  })
}
