import type { ImportGraph } from './create-import-graph.ts'

/** Some files, and every file that one comes to from them by imports. */
export function readReach(graph: ImportGraph, from: readonly string[]): ReadonlySet<string> {
  const reached = new Set(from)
  for (const file of reached) for (const target of graph.get(file) ?? []) reached.add(target)
  return reached
}
