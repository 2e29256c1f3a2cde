import { afterAll, describe, expect, test } from '@jest/globals'
import { join } from 'node:path'
import { makeFolder, removeFolders } from '../testing/make-folder.ts'
import { makeMachine } from '../testing/make-machine.ts'
import { writeProgram } from '../testing/write-program.ts'
import { findEmbeddedBinaries } from './find-embedded-binaries.ts'
import { findPostgresBinaries } from './find-postgres-binaries.ts'

afterAll(removeFolders)

function install(folder: string, version: string): string {
  writeProgram(join(folder, 'postgres'), `echo "postgres (PostgreSQL) ${version}"`)
  writeProgram(join(folder, 'initdb'), 'exit 0')
  return folder
}

describe('findPostgresBinaries', () => {
  test('the binaries from npm come first, though PATH has others', async () => {
    const embeddedPostgres = findEmbeddedBinaries()
    const path = install(makeFolder(), '12.1')
    const found = await findPostgresBinaries({ ...makeMachine(), embeddedPostgres, path })
    expect(found).toMatchObject({
      postgres: join(embeddedPostgres?.root ?? '', 'bin', 'postgres'),
      version: expect.stringMatching(/^18/),
    })
  })

  test('without them it takes the first on PATH that runs', async () => {
    const [broken, whole] = [makeFolder(), install(makeFolder(), '16.3')]
    writeProgram(join(broken, 'postgres'), 'exit 1')
    writeProgram(join(broken, 'initdb'), 'exit 1')
    const found = await findPostgresBinaries({ ...makeMachine(), path: `${broken}:${whole}` })
    expect(found).toEqual({
      postgres: join(whole, 'postgres'),
      initdb: join(whole, 'initdb'),
      version: '16.3',
    })
  })

  test('without PATH it takes the newest installation', async () => {
    const parent = makeFolder()
    for (const version of ['9', '15', '16']) install(join(parent, version, 'bin'), `${version}.1`)
    install(join(parent, 'other', 'bin'), '99.1')
    await expect(
      findPostgresBinaries({ ...makeMachine(), postgresInstallations: [parent] }),
    ).resolves.toMatchObject({
      version: '16.1',
    })
  })

  test('with nothing that runs it says in one line what was tried and what to do', async () => {
    const broken = makeFolder()
    writeProgram(join(broken, 'postgres'), 'echo "wrong libc" >&2; exit 1')
    writeProgram(join(broken, 'initdb'), 'exit 1')
    await expect(findPostgresBinaries({ ...makeMachine(), path: broken })).rejects.toThrow(
      `no postgresql found: npm has no binaries for ${process.platform}-${process.arch}; ` +
        `${join(broken, 'postgres')} does not run (wrong libc); nothing else on PATH or in the usual places: install postgresql, or set DATABASE_URL`,
    )
  })

  test('a platform that npm has no binaries for is no error', () => {
    expect(findEmbeddedBinaries(import.meta.dirname, 'plan9-mips')).toBeUndefined()
  })
})
