import { expect, test } from '@jest/globals'
import { findAccount, type Claims } from './find-account.ts'

const CONFIG = { roleClaim: 'groups', operators: ['data-eng', 'admins'], viewers: ['staff'] }

test.each<[string, Claims, string | null]>([
  ['one of many groups', { groups: ['staff', 'admins'] }, 'operator'],
  ['a group alone', { groups: 'staff' }, 'viewer'],
  ['another group', { groups: ['sales'] }, null],
  ['a group that only looks alike', { groups: ['admins2', 'xstaff'] }, null],
  ['no claim', {}, null],
  ['a claim of another form', { groups: { staff: true } }, null],
])('%s gives the role that it should', (_what, claims, role) => {
  expect(findAccount({ sub: '1', ...claims }, CONFIG).role).toBe(role)
})

test('a role may lie deeper, or under a name with dots', () => {
  const nested = { sub: '1', realm_access: { roles: ['staff'] } }
  expect(findAccount(nested, { ...CONFIG, roleClaim: 'realm_access.roles' }).role).toBe('viewer')
  const dotted = { sub: '1', 'https://x.example/roles': ['staff'] }
  expect(findAccount(dotted, { ...CONFIG, roleClaim: 'https://x.example/roles' }).role).toBe('viewer')
})

test.each<[string, Claims]>([
  [
    'oidc:ada@x.example',
    { sub: '1', email: 'ada@x.example', email_verified: true, preferred_username: 'boss' },
  ],
  ['oidc:boss/1', { sub: '1', email: 'ada@x.example', preferred_username: 'boss' }],
  ['oidc:1', { sub: '1', email: 'ada@x.example', email_verified: 'true' }],
])('a person is called %s', (user, claims) => {
  expect(findAccount(claims, CONFIG).user).toBe(user)
})
