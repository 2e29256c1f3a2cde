import type { ImportGraph } from './create-import-graph.ts'
import { readReach } from './read-reach.ts'

/**
 * The sets of files that reach each other by their imports, sorted; empty where none
 * reaches itself. Takes away, again and again, what imports nothing that is left or is
 * imported by nothing that is left; what stays lies on circles or between them.
 */
export function findCircles(graph: ImportGraph): readonly (readonly string[])[] {
  const left = shrink(graph)
  const reach = new Map([...left].map(([file, imports]) => [file, readReach(left, imports)]))
  const circles = new Map<string, readonly string[]>()
  for (const [file, reached] of reach) {
    const circle = [...reached].filter((other) => reach.get(other)?.has(file) === true).toSorted()
    if (circle.length > 0) circles.set(circle.join(), circle)
  }
  return [...circles.values()]
}

function shrink(graph: ImportGraph): ReadonlyMap<string, readonly string[]> {
  const left = new Map([...graph].map(([file, imports]) => [file, new Set(imports)]))
  for (let before = Infinity; left.size < before;) {
    before = left.size
    const imported = new Set([...left.values()].flatMap((imports) => [...imports]))
    for (const [file, imports] of left) {
      for (const target of imports) if (!left.has(target)) imports.delete(target)
      if (imports.size === 0 || !imported.has(file)) left.delete(file)
    }
  }
  return new Map([...left].map(([file, imports]) => [file, [...imports]]))
}
