/** Says a sentence above the page, also to who does not see it. */
export function say(message: string, isGood: boolean): void {
  const place = document.querySelector('[data-said]')
  if (place === null) return
  place.textContent = message
  place.classList.toggle('bad', !isGood)
}
