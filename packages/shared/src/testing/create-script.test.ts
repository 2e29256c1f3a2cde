import { pathToFileURL } from 'node:url'
import { expect, test } from '@jest/globals'
import { createScript, FRESH_BUILD_VARIABLE } from './create-script.ts'

const FRESH = { [FRESH_BUILD_VARIABLE]: '1' }

test.each<[string, string, NodeJS.ProcessEnv, string, boolean]>([
  ['its source', '/x/src/y/packages/cli/src/bin.ts', {}, '/x/src/y/packages/cli/src/bin.ts', true],
  [
    'its fresh build',
    '/x/src/y/packages/cli/src/a/bin.ts',
    FRESH,
    '/x/src/y/packages/cli/dist/a/bin.js',
    false,
  ],
  ['the build that asks', '/x/packages/cli/dist/bin.ts', {}, '/x/packages/cli/dist/bin.js', false],
])('a program is started from %s', (_what, source, env, script, isSource) => {
  const described = createScript(pathToFileURL(source), env)
  expect(described).toMatchObject({ execPath: process.execPath, script })
  expect(described.execArgv.includes('@sluice/source')).toBe(isSource)
})

test('what is no source of a package is a mistake of the test', () => {
  expect(() => createScript(pathToFileURL('/x/bin.mjs'), {})).toThrow('/x/bin.mjs is no source of a package')
})
