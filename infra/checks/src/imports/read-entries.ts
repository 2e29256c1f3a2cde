import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { ROOT } from '../folders.ts'
import { listPackages } from './list-packages.ts'

interface Manifest {
  readonly name: string
  readonly exports?: { readonly [entry: string]: string | { readonly '@sluice/source'?: string } }
}

/**
 * What each entry of the workspace's packages is made of: `@sluice/shared/domain` →
 * `packages/shared/src/domain/index.ts`.
 */
export function readEntries(): ReadonlyMap<string, string> {
  const entries = listPackages().flatMap((folder): [string, string][] => {
    const { name, exports = {} } = JSON.parse(
      readFileSync(new URL(`${folder}/package.json`, ROOT), 'utf8'),
    ) as Manifest
    return Object.entries(exports).flatMap(([entry, made]) => {
      const file = typeof made === 'string' ? made : made['@sluice/source']
      return file === undefined ? [] : [[posix.join(name, entry), posix.join(folder, file)]]
    })
  })
  return new Map(entries)
}
