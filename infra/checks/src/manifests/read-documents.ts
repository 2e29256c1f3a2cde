import { readFileSync, readdirSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'
import { INFRA, ROOT } from '../folders.ts'

/** One document of a YAML file, with the file's path from the root of the repository. */
export interface PlacedDocument {
  readonly file: string
  readonly document: unknown
}

/** Every document of the YAML files that operators apply. */
export function readDocuments(): readonly PlacedDocument[] {
  return ['k8s/', 'monitoring/'].flatMap((folder) => {
    const root = new URL(folder, INFRA)
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.yaml'))
      .sort()
      .flatMap((path) => readFile(new URL(path, root)))
  })
}

function readFile(url: URL): readonly PlacedDocument[] {
  const file = relative(fileURLToPath(ROOT), fileURLToPath(url))
  return parseDocuments(readFileSync(url, 'utf8')).map((document) => ({ file, document }))
}

/** The documents of a YAML text; throws what is wrong with it. */
export function parseDocuments(text: string): readonly unknown[] {
  const documents = parseAllDocuments(text, { uniqueKeys: true })
  if (!Array.isArray(documents)) return []
  return documents.map((document) => {
    const [error] = document.errors
    if (error !== undefined) throw error
    return document.toJS() as unknown
  })
}
