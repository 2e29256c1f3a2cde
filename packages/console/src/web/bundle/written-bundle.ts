import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bundle } from './bundle.ts'

const INDEX = 'index.json'

/** Writes a bundle into a folder, and nothing else is in it then. */
export async function writeBundle(folder: string, { paths, files }: Bundle): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const { path, body } of files) await writeFile(join(folder, path), body)
  await writeFile(join(folder, INDEX), JSON.stringify({ paths, files: files.map(({ path }) => path) }))
}

/** Reads what `writeBundle` wrote. */
export async function readBundle(folder: string): Promise<Bundle> {
  const { paths, files } = JSON.parse(await readFile(join(folder, INDEX), 'utf8')) as {
    readonly paths: Bundle['paths']
    readonly files: readonly string[]
  }
  return {
    paths,
    files: await Promise.all(files.map(async (path) => ({ path, body: await readFile(join(folder, path)) }))),
  }
}
