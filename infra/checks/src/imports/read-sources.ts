import { readFileSync, readdirSync } from 'node:fs'
import { ROOT } from '../folders.ts'
import { listPackages } from './list-packages.ts'

/** A file of code, by its path from the root of the repository. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Every TypeScript file below the `src` of a package, tests included. */
export function readSources(): readonly SourceFile[] {
  return listPackages().flatMap((folder) =>
    readdirSync(new URL(`${folder}/src/`, ROOT), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => `${folder}/src/${name.replaceAll('\\', '/')}`)
      .map((path) => ({ path, text: readFileSync(new URL(path, ROOT), 'utf8') })),
  )
}
