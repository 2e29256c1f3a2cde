import { cpSync, mkdirSync, readdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { makeFolder, removeFolders } from '../testing/make-folder.ts'
import { startScript } from '../testing/start-script.ts'
import { placeModule } from './bundle-programs.mjs'
import { PROGRAMS, ROOT, TEST_PROGRAMS, nameProgram } from './list-programs.mjs'

const HERE = 'infra/local/src/programs'

afterAll(removeFolders)

/** A checkout in small: this folder, and programs that do what the test says; the others do nothing. */
function makeCheckout() {
  const root = makeFolder()
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  cpSync(join(ROOT, HERE), join(root, HERE), { recursive: true })
  mkdirSync(join(root, 'infra/local/node_modules'))
  symlinkSync(join(ROOT, 'infra/local/node_modules/esbuild'), join(root, 'infra/local/node_modules/esbuild'))
  for (const source of [...PROGRAMS, ...TEST_PROGRAMS]) write(source, '')
  const run = async (...args: string[]) => {
    const script = startScript(['--enable-source-maps', join(root, HERE, 'start.mjs'), ...args])
    return { code: await script.ended, stdout: script.stdout(), stderr: script.stderr() }
  }
  const listBundles = () =>
    readdirSync(join(root, 'node_modules/.cache/sluice')).filter((name) => name.includes('-'))
  return { root, write, run, listBundles }
}

/** Longer ago than the clock of a file system may be behind. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 100))

describe('a program of a checkout', () => {
  test('is what its sources are, whatever has become of them, and is bundled once', async () => {
    const { root, write, run, listBundles } = makeCheckout()
    const word = 'packages/cli/src/word.ts'
    write(
      'packages/cli/src/bin.ts',
      `import { word } from './word.ts'\nconsole.log(word, process.argv.slice(2))`,
    )
    write(word, `export const word: string = 'one'`)
    await settle()
    await expect(run('cli', '--x')).resolves.toEqual({ code: 0, stdout: `one [ '--x' ]\n`, stderr: '' })
    const bundles = listBundles()
    await run('cli')
    expect(listBundles()).toEqual(bundles)
    // As long as before, and as old.
    const { atime, mtime } = statSync(join(root, word))
    write(word, `export const word: string = 'two'`)
    utimesSync(join(root, word), atime, mtime)
    const both = await Promise.all([run('cli'), run('cli')])
    expect(both.map(({ stdout }) => stdout)).toEqual(['two []\n', 'two []\n'])
    // No change is too late to be seen: this one comes as the last bundle is recorded.
    write(word, `export const word: string = 'six'`)
    await expect(run('cli')).resolves.toMatchObject({ stdout: 'six []\n' })
  })

  test('finds its files and the programs that it starts, tells errors by their sources, and knows what else is no program', async () => {
    const { write, run } = makeCheckout()
    write('packages/mapper/src/trial/bin.ts', `console.log('tried')`)
    write('packages/mapper/src/note.txt', 'noted')
    write(
      'packages/mapper/src/bin.ts',
      `import { readFileSync } from 'node:fs'
       import { execFileSync } from 'node:child_process'
       import { fileURLToPath } from 'node:url'
       const trial = fileURLToPath(
         new URL(import.meta.url.endsWith('.ts') ? 'trial/bin.ts' : 'trial/bin.js', import.meta.url),
       )
       process.stdout.write(execFileSync(process.execPath, [trial]))
       console.log(readFileSync(new URL('note.txt', import.meta.url), 'utf8'))
       throw new Error('broken')`,
    )
    const { code, stdout, stderr } = await run('mapper')
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'tried\nnoted\n' })
    expect(stderr).toMatch(/packages\/mapper\/src\/bin\.ts:9/)
    await expect(run('../infra')).resolves.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('to start'),
    })
  })
})

test.each([
  [`createRequire(import.meta.url)('pg')`, `require('pg')`],
  [`new URL('../x.sql', import.meta.url)`, `new URL('../x.sql', HERE)`],
  [`import.meta.resolve('esbuild')`, `require('node:module').createRequire(HERE).resolve('esbuild')`],
  [`await import('esbuild')`, `await (async () => require('node:module').createRequire(HERE)('esbuild'))()`],
  [`import.meta.dirname`, `require('node:path').dirname(require('node:url').fileURLToPath(HERE))`],
])('in a bundle %s is %s', (text, placed) => {
  expect(placeModule(text, 'packages/cli/src/a.ts', {}, () => 'HERE')).toBe(placed)
})

test('a file that is started and is no program is a mistake of the build', () => {
  const text = `new URL(import.meta.url.endsWith('.ts') ? 'other.ts' : 'other.js', import.meta.url)`
  expect(() => placeModule(text, 'packages/cli/src/a.ts', {}, () => '')).toThrow(
    'packages/cli/src/a.ts starts packages/cli/src/other.ts',
  )
})

test('no two programs have one name', () => {
  const names = [...PROGRAMS, ...TEST_PROGRAMS].map(nameProgram)
  expect(new Set(names).size).toBe(names.length)
})
