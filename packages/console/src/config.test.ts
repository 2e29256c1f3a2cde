import { expect, test } from '@jest/globals'
import { parseConsoleConfig } from './config.ts'

const operator = { SLUICE_CONSOLE_USER: 'ops', SLUICE_CONSOLE_PASSWORD: 'secret' }
const viewer = { SLUICE_CONSOLE_VIEWER_USER: 'eve', SLUICE_CONSOLE_VIEWER_PASSWORD: 'look' }

test('lets everybody in only on a loopback address', () => {
  expect(parseConsoleConfig({}).credentials).toBeNull()
  expect(parseConsoleConfig({ SLUICE_CONSOLE_HOST: '::1' }).credentials).toBeNull()
  expect(() => parseConsoleConfig({ SLUICE_CONSOLE_HOST: '0.0.0.0' })).toThrow(
    'SLUICE_CONSOLE_USER and SLUICE_CONSOLE_PASSWORD are missing: the console listens on 0.0.0.0',
  )
  expect(parseConsoleConfig({ SLUICE_CONSOLE_HOST: '0.0.0.0', ...operator }).credentials).toHaveLength(1)
})

test('knows an operator and, if wanted, a viewer', () => {
  expect(parseConsoleConfig({ ...operator, ...viewer }).credentials).toEqual([
    { user: 'ops', password: 'secret', role: 'operator' },
    { user: 'eve', password: 'look', role: 'viewer' },
  ])
})

test.each([
  [{ SLUICE_CONSOLE_USER: 'ops' }, 'SLUICE_CONSOLE_PASSWORD is missing'],
  [{ SLUICE_CONSOLE_PASSWORD: 'secret' }, 'SLUICE_CONSOLE_USER is missing'],
  [{ ...operator, SLUICE_CONSOLE_VIEWER_USER: 'eve' }, 'SLUICE_CONSOLE_VIEWER_PASSWORD is missing'],
  [{ ...operator, SLUICE_CONSOLE_VIEWER_PASSWORD: 'look' }, 'SLUICE_CONSOLE_VIEWER_USER is missing'],
  [viewer, 'SLUICE_CONSOLE_USER and SLUICE_CONSOLE_PASSWORD are missing: a console with a viewer needs'],
  [
    { ...operator, ...viewer, SLUICE_CONSOLE_VIEWER_USER: 'ops' },
    'SLUICE_CONSOLE_VIEWER_USER must be another than SLUICE_CONSOLE_USER',
  ],
  [{ ...operator, SLUICE_CONSOLE_USER: 'o:ps' }, 'SLUICE_CONSOLE_USER must hold no colon'],
])('%j is a mistake that is named: %s', (env, mistake) => {
  expect(() => parseConsoleConfig(env)).toThrow(mistake)
})

test('tells every mistake at once, and no password', () => {
  const wrong = { SLUICE_CONSOLE_HOST: '0.0.0.0', SLUICE_CONSOLE_VIEWER_PASSWORD: 'hunter2' }
  expect(() => parseConsoleConfig(wrong)).toThrow(
    /^environment: SLUICE_CONSOLE_VIEWER_USER is missing.*; SLUICE_CONSOLE_USER and/,
  )
  expect(() => parseConsoleConfig(wrong)).not.toThrow(/hunter2/)
})

test.each([
  ['/sluice', '/sluice'],
  ['/ops/sluice/', '/ops/sluice'],
  ['/', ''],
  [undefined, ''],
])('stands under the path %s', (given, expected) => {
  expect(parseConsoleConfig({ SLUICE_CONSOLE_BASE_PATH: given }).basePath).toBe(expected)
})

test.each([
  'sluice',
  '//evil.example',
  '/a b',
  '/a/../b',
  '/a?b',
  'https://ops.example/sluice',
  '/"><script>',
])('does not stand under %s, which is no path', (given) => {
  expect(() => parseConsoleConfig({ SLUICE_CONSOLE_BASE_PATH: given })).toThrow(
    'SLUICE_CONSOLE_BASE_PATH must be a path like /sluice',
  )
})

const oidc = {
  SLUICE_CONSOLE_URL: 'https://sluice.example.com/sluice/',
  SLUICE_OIDC_ISSUER: 'https://login.example.com',
  SLUICE_OIDC_CLIENT_ID: 'sluice',
  SLUICE_OIDC_CLIENT_SECRET: 'hunter2',
  SLUICE_OIDC_OPERATORS: 'data-eng, admins',
}

test('a provider lets people in beside the accounts, or in their place', () => {
  const alone = parseConsoleConfig({ SLUICE_CONSOLE_HOST: '0.0.0.0', ...oidc })
  expect(alone.credentials).toEqual([])
  expect(alone.oidc).toMatchObject({
    name: 'login.example.com',
    roleClaim: 'groups',
    operators: ['data-eng', 'admins'],
    viewers: [],
  })
  expect(alone.oidc?.redirectUrl.href).toBe('https://sluice.example.com/sluice/sign-in/back')
  expect(parseConsoleConfig({ ...oidc, ...operator }).credentials).toHaveLength(1)
  expect(parseConsoleConfig(operator).oidc).toBeNull()
})

test.each([
  [{ ...oidc, SLUICE_CONSOLE_URL: '' }, 'SLUICE_CONSOLE_URL is missing: SLUICE_OIDC_ISSUER needs it'],
  [{ ...oidc, SLUICE_OIDC_CLIENT_SECRET: '' }, 'SLUICE_OIDC_CLIENT_SECRET is missing'],
  [{ ...oidc, SLUICE_OIDC_ISSUER: 'http://login.example.com' }, 'SLUICE_OIDC_ISSUER must be https://'],
  [{ ...oidc, SLUICE_OIDC_OPERATORS: '' }, 'nobody would have a role'],
  [{ SLUICE_OIDC_VIEWERS: 'staff' }, 'SLUICE_OIDC_VIEWERS says nothing without SLUICE_OIDC_ISSUER'],
  [{ ...oidc, SLUICE_OIDC_ISSUER: 'login' }, 'SLUICE_OIDC_ISSUER must be a URL like'],
])('%j is a mistake of the provider that is named: %s', (env, mistake) => {
  expect(() => parseConsoleConfig({ ...operator, ...env })).toThrow(mistake)
})
