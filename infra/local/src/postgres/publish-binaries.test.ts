import { afterAll, describe, expect, test } from '@jest/globals'
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { makeFolder, removeFolders } from '../testing/make-folder.ts'
import { writeProgram } from '../testing/write-program.ts'
import { publishBinaries } from './publish-binaries.ts'

afterAll(removeFolders)

function makeTree() {
  const parent = makeFolder()
  const root = join(parent, 'private')
  writeProgram(join(root, 'bin', 'postgres'), 'echo 18')
  chmodSync(join(root, 'bin', 'postgres'), 0o700)
  mkdirSync(join(root, 'lib'))
  writeFileSync(join(root, 'lib', 'libpq.so.5.18'), 'library', { mode: 0o600 })
  symlinkSync('libpq.so.5.18', join(root, 'lib', 'libpq.so'))
  return { parent, root, target: join(parent, 'public') }
}

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe('publishBinaries', () => {
  test('makes a copy that everybody can read and run, links included', async () => {
    const { root, target } = makeTree()
    await expect(publishBinaries(root, target)).resolves.toBe(target)
    expect([target, join(target, 'bin', 'postgres'), join(target, 'lib', 'libpq.so.5.18')].map(mode)).toEqual(
      ['755', '755', '644'],
    )
    expect(readFileSync(join(target, 'lib', 'libpq.so'), 'utf8')).toBe('library')
  })

  test('uses the copy again, also when several start at once', async () => {
    const { parent, root, target } = makeTree()
    await Promise.all([
      publishBinaries(root, target),
      publishBinaries(root, target),
      publishBinaries(root, target),
    ])
    const { ino } = statSync(target)
    await publishBinaries(root, target)
    expect(statSync(target).ino).toBe(ino)
    expect(readdirSync(parent).sort()).toEqual(['private', 'public'])
  })

  test('a copy that lost a file is left to whoever runs from it, and another one is made', async () => {
    const { root, target } = makeTree()
    await publishBinaries(root, target)
    rmSync(join(target, 'lib', 'libpq.so.5.18'))
    const second = await publishBinaries(root, target)
    expect(second).toBe(`${target}-2`)
    expect(readFileSync(join(second, 'lib', 'libpq.so.5.18'), 'utf8')).toBe('library')
    await expect(publishBinaries(root, target)).resolves.toBe(second)
  })

  test('refuses a place that others may write to', async () => {
    const { root, target } = makeTree()
    await publishBinaries(root, target)
    chmodSync(target, 0o777)
    await expect(publishBinaries(root, target)).rejects.toThrow(
      `${target} belongs to somebody else: remove it and run it again`,
    )
  })
})
