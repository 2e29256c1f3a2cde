import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { bundle } from './bundle.ts'
import { createBrowserFiles, type BrowserFile } from './browser-files.ts'
import { readBundle, writeBundle } from './written-bundle.ts'

/** Scripts with what they import, and not what they may load later. */
function listLoaded(files: readonly BrowserFile[], addresses: readonly string[]): readonly BrowserFile[] {
  const loaded = new Set<BrowserFile>()
  const load = (path: string): void => {
    const file = files.find((each) => each.path === path)
    if (file === undefined || loaded.has(file)) return
    loaded.add(file)
    const text = Buffer.from(file.body).toString()
    for (const [, imported = ''] of text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) load(imported)
  }
  for (const address of addresses) load(address.replace(/^assets\//, ''))
  return [...loaded]
}

/** In bytes, as they travel. */
const weigh = (files: readonly BrowserFile[]): number =>
  files.reduce((sum, { body }) => sum + gzipSync(body).length, 0)

test('what a build leaves is read again as it was made, and the script of every page is small', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bundle-'))
  const made = await bundle()
  await writeBundle(join(folder, 'browser'), made)
  const read = await readBundle(join(folder, 'browser'))
  expect(read.paths).toEqual(made.paths)
  const { find, files } = createBrowserFiles(read.paths, read.files)
  const names = Object.keys(made.paths).map(find)
  expect(names).toContainEqual(expect.stringMatching(/^assets\/style-[A-Z0-9]+\.css$/))
  for (const { path, body } of made.files)
    expect(files.find((file) => file.path === path)?.body).toEqual(Buffer.from(body))
  const page = files.find(({ path }) => find('page.js').endsWith(path))
  expect(gzipSync(page?.body ?? '').length).toBeLessThan(20_000)
  const editor = listLoaded(files, ['page.js', 'mapping-editor.js'].map(find))
  expect(weigh(editor)).toBeLessThan(40_000)
  const model = listLoaded(files, ['page.js', 'sql-editor.js'].map(find))
  expect(weigh(model)).toBeLessThan(20_000)
  for (const name of ['open-sql-editor-', 'open-json-editor-']) {
    const [entry] = files.filter(({ path }) => path.startsWith(name))
    const later = listLoaded(files, [entry?.path ?? '']).filter((file) => !model.includes(file))
    expect(later.length).toBeGreaterThan(0)
    expect(weigh(later)).toBeLessThan(135_000)
  }
  await rm(folder, { recursive: true })
})
