import type { ImportGraph } from './create-import-graph.ts'

/**
 * The sets of files that reach each other by their imports, sorted; empty where none
 * reaches itself. Takes away, again and again, what imports nothing that is left or is
 * imported by nothing that is left; what stays lies on circles or between them.
 */
export function findCircles(graph: ImportGraph): readonly (readonly string[])[] {
  const left = new Set(shrink(graph))
  const reach = new Map([...left].map((file) => [file, readReach(graph, left, file)]))
  const circles = new Map<string, readonly string[]>()
  for (const [file, reached] of reach) {
    const circle = [...reached].filter((other) => reach.get(other)?.has(file) === true).toSorted()
    if (circle.length > 0) circles.set(circle.join(), circle)
  }
  return [...circles.values()]
}

function shrink(graph: ImportGraph): Iterable<string> {
  const left = new Map([...graph].map(([file, imports]) => [file, new Set(imports)]))
  for (let before = Infinity; left.size < before;) {
    before = left.size
    const imported = new Set([...left.values()].flatMap((imports) => [...imports]))
    for (const [file, imports] of left) {
      for (const target of imports) if (!left.has(target)) imports.delete(target)
      if (imports.size === 0 || !imported.has(file)) left.delete(file)
    }
  }
  return left.keys()
}

/** The files that a file comes to by one import or more. */
function readReach(graph: ImportGraph, left: ReadonlySet<string>, from: string): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = [from]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const target of graph.get(file) ?? []) {
      if (!left.has(target) || reached.has(target)) continue
      reached.add(target)
      open.push(target)
    }
  }
  return reached
}
