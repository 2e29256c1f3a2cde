import { readFileSync, readdirSync } from 'node:fs'
import { ROOT } from '../folders.ts'

/** A file of code, by its path from the root of the repository. */
export interface CodeFile {
  readonly path: string
  readonly text: string
}

const FOLDERS = ['packages', 'infra', 'benchmarks']
const IS_CODE = /\.(tsx?|mjs|css)$/
const IS_FOREIGN = /^(node_modules|dist)$/

/** Every file that people write as code: TypeScript, JavaScript and styles. */
export function listCode(): readonly CodeFile[] {
  return FOLDERS.flatMap(listPaths)
    .filter((path) => IS_CODE.test(path))
    .map((path) => ({ path, text: readFileSync(new URL(path, ROOT), 'utf8') }))
}

function listPaths(folder: string): readonly string[] {
  return readdirSync(new URL(`${folder}/`, ROOT), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (!entry.isDirectory()) return [path]
    return IS_FOREIGN.test(entry.name) ? [] : listPaths(path)
  })
}
