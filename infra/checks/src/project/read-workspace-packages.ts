import { readFileSync, readdirSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT_PATH } from './pages.ts'

/** What is looked at of a package.json. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly description?: string
  readonly keywords?: readonly string[]
  readonly license?: string
  readonly engines?: { readonly node?: string }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** A folder of the workspace, as a path from the root ('' is the root itself), and its package.json. */
export interface WorkspacePackage {
  readonly folder: string
  readonly manifest: Manifest
}

/** Every package of the workspace, the root first. */
export function readWorkspacePackages(): readonly WorkspacePackage[] {
  const folders = ['packages', 'infra'].flatMap((parent) =>
    readdirSync(join(ROOT_PATH, parent)).map((name) => `${parent}/${name}`),
  )
  return ['', ...folders]
    .filter((folder) => existsSync(join(ROOT_PATH, folder, 'package.json')))
    .map((folder) => ({
      folder,
      manifest: JSON.parse(readFileSync(join(ROOT_PATH, folder, 'package.json'), 'utf8')) as Manifest,
    }))
}
