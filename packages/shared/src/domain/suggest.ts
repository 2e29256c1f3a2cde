/** The known word that was probably meant, or null; two slips of the finger are forgiven, one in a short word. */
export function suggest(word: string, known: readonly string[]): string | null {
  const limit = word.length <= 4 ? 1 : 2
  const near = known
    .map((candidate) => ({
      candidate,
      distance: measureDistance(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .filter(({ distance }) => distance <= limit)
    .sort((left, right) => left.distance - right.distance)
  return near[0]?.candidate ?? null
}

/** ` (did you mean "region"?)`, or nothing when no known word is near. */
export function formatSuggestion(word: string, known: readonly string[]): string {
  const meant = suggest(word, known)
  return meant === null ? '' : ` (did you mean "${meant}"?)`
}

/** Edits between two words: letters added, dropped or replaced, and neighbours that changed places. */
function measureDistance(left: string, right: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1]
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]
      if (swapped) least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1)
      row.push(least)
    }
    beforeLast = last
    last = row
  }
  return last[right.length] ?? 0
}
