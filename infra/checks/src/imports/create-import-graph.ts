import { posix } from 'node:path'
import { listSpecifiers } from './list-specifiers.ts'
import type { SourceFile } from './read-sources.ts'

/** The files of the workspace that each of its files imports, types included. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/** The graph of some files, given what the entries of packages are made of. Throws for an entry that no package has. */
export function createImportGraph(
  sources: readonly SourceFile[],
  entries: ReadonlyMap<string, string>,
): ImportGraph {
  const paths = new Set(sources.map(({ path }) => path))
  return new Map(
    sources.map(({ path, text }) => [
      path,
      listSpecifiers(text, path.endsWith('.tsx'))
        .map((specifier) => resolve(path, specifier, entries))
        .filter((target) => paths.has(target)),
    ]),
  )
}

/** What is neither relative nor of the workspace stays as it is. */
function resolve(path: string, specifier: string, entries: ReadonlyMap<string, string>): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier)
  if (!specifier.startsWith('@sluice/')) return specifier
  const file = entries.get(specifier)
  if (file === undefined) throw new Error(`${path} imports ${specifier}, which no package exports`)
  return file
}
