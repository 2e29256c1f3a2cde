import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { bundle } from './bundle.ts'
import { createBrowserFiles } from './browser-files.ts'
import { readBundle, writeBundle } from './written-bundle.ts'

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
  await rm(folder, { recursive: true })
})
