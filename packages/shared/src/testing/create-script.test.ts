import { pathToFileURL } from 'node:url'
import { expect, test } from '@jest/globals'
import { createScript, PROGRAMS_VARIABLE } from './create-script.ts'

const SOURCE = '/x/src/y/packages/cli/src/bin.ts'
const BUNDLED = { [PROGRAMS_VARIABLE]: JSON.stringify({ [SOURCE]: '/x/cache/cli-bin.js' }) }

test.each<[string, string, NodeJS.ProcessEnv, string, boolean]>([
  ['its source', SOURCE, {}, SOURCE, true],
  ['what this run has bundled', SOURCE, BUNDLED, '/x/cache/cli-bin.js', false],
  ['the build that asks', '/x/packages/cli/dist/bin.ts', {}, '/x/packages/cli/dist/bin.js', false],
])('a program is started from %s', (_what, source, env, script, isSource) => {
  const described = createScript(pathToFileURL(source), env)
  expect(described).toMatchObject({ execPath: process.execPath, script })
  expect(described.execArgv.includes('@sluice/source')).toBe(isSource)
})

test.each([
  ['/x/bin.mjs', 'is no source of a package'],
  ['/x/packages/cli/src/other.ts', 'is no program of'],
])('%s is a mistake of the test: it %s', (path, mistake) => {
  expect(() => createScript(pathToFileURL(path), BUNDLED)).toThrow(`${path} ${mistake}`)
})
