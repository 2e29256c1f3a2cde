import { existsSync, readdirSync } from 'node:fs'
import { ROOT } from '../folders.ts'

/** The folders of the workspace's packages that hold code, such as `packages/shared`. */
export function listPackages(): readonly string[] {
  return ['packages', 'infra'].flatMap((parent) =>
    readdirSync(new URL(`${parent}/`, ROOT))
      .map((name) => `${parent}/${name}`)
      .filter((folder) => existsSync(new URL(`${folder}/src/`, ROOT))),
  )
}
