import type { Mistake, Report } from './mistake.ts'

/** Takes mistakes down: the first thing said about a place is the cause; what follows from it is not said. */
export function collectMistakes(): { readonly mistakes: readonly Mistake[]; readonly report: Report } {
  const mistakes: Mistake[] = []
  const places = new Set<string>()
  const report: Report = (path, message) => {
    const place = JSON.stringify(path)
    if (!places.has(place)) mistakes.push({ path, message })
    places.add(place)
  }
  return { mistakes, report }
}
