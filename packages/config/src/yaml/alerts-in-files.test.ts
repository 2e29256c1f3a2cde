import { expect, test } from '@jest/globals'
import { FILE, VARIABLES } from '../testing/config-file.ts'
import { parseConfigFile } from './parse-config-file.ts'

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const ENV = {
  ...VARIABLES,
  HOOK: 'https://hooks.example.com/hunter2',
  SECRET,
  SHORT: 'whsec_aHVudGVyMg==',
  PASSWORD: 'hunter2',
}

const ALERTS = `
alerts:
  channels:
    - { id: pager, type: webhook, url: "\${HOOK}", secret: "\${SECRET}" }
    - { id: team, type: slack, url: "https://hooks.slack.com/services/\${PASSWORD}" }
    - { id: mail, type: email, url: "smtps://me:\${PASSWORD}@mail.example.com:465", from: me@example.com, to: ops@example.com }
    - { id: local, type: email, url: "smtp://localhost:1025", from: me@example.com, to: [a@example.com, b@example.com] }
  rules:
    - { id: failed, on: failed, channels: [pager, team] }
    - { id: late, on: late, above: 1h, mapping: customers-identify, channels: [mail] }
    - { id: letters, on: dead_letters, above: 100 }
`

const parse = (search: string, replacement: string) => {
  const text = FILE + ALERTS
  if (!text.includes(search)) throw new Error(`the file has no ${search}`)
  return parseConfigFile(
    text.replace(search, () => replacement),
    'sluice.yaml',
    ENV,
  )
}

test('channels and rules are read with what is usual', () => {
  const parsed = parse('pager', 'pager')
  const nothing = { secret: null, from: null, to: null }
  expect(parsed).toMatchObject({
    ok: true,
    config: {
      channels: [
        { id: 'pager', type: 'webhook', url: ENV.HOOK, ...nothing, secret: SECRET },
        { id: 'team', type: 'slack', url: 'https://hooks.slack.com/services/hunter2', ...nothing },
        { id: 'mail', from: 'me@example.com', to: ['ops@example.com'] },
        { id: 'local', to: ['a@example.com', 'b@example.com'] },
      ],
      rules: [
        { id: 'failed', on: 'failed', mapping: null, above: null, channels: ['pager', 'team'] },
        { id: 'late', on: 'late', mapping: 'customers-identify', above: '1h', channels: ['mail'] },
        { id: 'letters', on: 'dead_letters', mapping: null, above: 100, channels: [] },
      ],
    },
  })
})

test.each([
  [
    '"${HOOK}"',
    'https://hooks.example.com/hunter2',
    'channels[0].url: is a secret and must come from the environment',
  ],
  ['"${SECRET}"', SECRET, 'channels[0].secret: is a secret and must come from the environment'],
  ['"${SECRET}"', '"${SHORT}"', 'channels[0].secret: must be whsec_ and 24 to 64 bytes in base64'],
  ['me:${PASSWORD}@', 'me:hunter2@', 'channels[2].url: is a secret and must come from the environment'],
  [
    'smtp://localhost:1025',
    'http://localhost:1025/${HOOK}',
    'channels[3].url: must be a URL such as smtps://',
  ],
  ['"${HOOK}"', '"${PASSWORD}"', 'channels[0].url: must be a URL such as https://'],
  [
    ', from: me@example.com, to: ops@',
    ', from: "me@example.com\\nBcc: all", to: ops@',
    'channels[2].from: must be an address',
  ],
  ['type: slack', 'type: teams', 'channels[1].type: unknown type "teams"'],
  ['type: slack', 'type: slack, secret: "${SECRET}"', 'channels[1].secret: unknown key'],
  ['id: team', 'id: pager', 'channels[1].id: alerts.channels[0] has this id already'],
  ['on: failed', 'on: faild', 'rules[0].on: unknown on "faild" (did you mean "failed"?)'],
  ['on: failed,', 'on: failed, above: 3,', 'rules[0].above: has no meaning here'],
  ['above: 1h', 'above: 3', 'rules[1].above: must be a length of time'],
  ['above: 100', 'above: -1', 'rules[2].above: must be a number of letters'],
  [
    '[pager, team]',
    '[pager, tem]',
    'rules[0].channels[1]: there is no channel "tem" in this file (did you mean "team"?)',
  ],
  [
    'mapping: customers-identify,',
    'mapping: customers,',
    'rules[1].mapping: there is no mapping "customers"',
  ],
  ['  rules:', '  rulez:', 'rulez: unknown key (did you mean "rules"?)'],
])('%s as %s is refused with its place, and without the secret', (search, replacement, message) => {
  const parsed = parse(search, replacement)
  const lines = parsed.ok ? [] : parsed.mistakes
  expect(lines).toEqual(expect.arrayContaining([expect.stringContaining(`alerts.${message}`)]))
  expect(lines.join()).not.toMatch(/hunter2|whsec_A/)
})
