import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { ROOT } from '../folders.ts'
import { listPackages } from './list-packages.ts'

interface Manifest {
  readonly name: string
  readonly exports?: { readonly [entry: string]: string | { readonly '@sluice/source'?: string } }
}

/**
 * What each entry of the workspace's packages is made of: `@sluice/shared/domain` →
 * `packages/shared/src/domain/index.ts`. An entry with a `*` is one for each file that it means.
 */
export function readEntries(): ReadonlyMap<string, string> {
  const entries = listPackages().flatMap((folder): [string, string][] => {
    const { name, exports = {} } = JSON.parse(
      readFileSync(new URL(`${folder}/package.json`, ROOT), 'utf8'),
    ) as Manifest
    return Object.entries(exports).flatMap(([entry, made]) => {
      const file = typeof made === 'string' ? made : made['@sluice/source']
      if (file === undefined) return []
      return expand(folder, file).map((star) => [
        posix.join(name, entry.replace('*', star)),
        posix.join(folder, file.replace('*', star)),
      ])
    })
  })
  return new Map(entries)
}

/** What the `*` of a file stands for, once for each file that is there; one empty text where there is none. */
function expand(folder: string, file: string): readonly string[] {
  const [before = '', after] = file.split('*')
  if (after === undefined) return ['']
  return readdirSync(new URL(`${folder}/${before}`, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(after))
    .map((path) => path.slice(0, -after.length))
}
