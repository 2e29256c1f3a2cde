/**
 * The length of a text that is really there. V8 puts off joining the pieces of a concatenation until somebody
 * reads them; reading one character makes it do that now, on the clock, as the next worker's job would.
 */
export function readText(text) {
  return Number.isNaN(text.charCodeAt(text.length >> 1)) ? 0 : text.length
}
