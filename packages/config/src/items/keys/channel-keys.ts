import { z } from 'zod'
import { CHANNEL_TYPES, type ChannelType } from '@sluice/shared/domain'
import { codedKey, optionalKey, plainKey, type Key } from './key.ts'
import { SECRET_PATTERN, createText, id, text } from './values.ts'

type Values = Readonly<Record<string, unknown>>

// As https://www.standardwebhooks.com has it: 24 to 64 bytes.
const SECRET_BYTES = { least: 24, most: 64 }

const secret = createText(() => 'must be text').refine(isWebhookSecret, {
  error: `must be whsec_ and ${SECRET_BYTES.least} to ${SECRET_BYTES.most} bytes in base64: printf 'whsec_%s' "$(openssl rand -base64 32)"`,
})

const httpUrl = createUrl(['http:', 'https:'], 'https://hooks.example.com/sluice')
const smtpUrl = createUrl(['smtp:', 'smtps:'], 'smtps://user:password@mail.example.com:465')

const address = createText(() => 'must be text').regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, {
  error: 'must be an address such as sluice@example.com',
})

const to = z.union([address, z.array(address).min(1, { error: 'must name one address or more' })])

const SECRET = { isHidden: true }

const COMMON_KEYS = {
  id: plainKey('id', id.describe('Name of the channel, unique among channels.')),
  type: plainKey('type', z.enum(CHANNEL_TYPES).describe('How it reaches people: webhook, slack or email.')),
}

const KEYS: Readonly<Record<ChannelType, Readonly<Record<string, Key>>>> = {
  webhook: {
    url: plainKey('url', describeUrl(httpUrl, 'Where messages are posted; must come from ${NAME}.'), SECRET),
    secret: optionalKey(
      'secret',
      secret.meta({
        description:
          'What they are signed with, whsec_…; must come from ${NAME}. Without one they are not signed.',
        pattern: SECRET_PATTERN,
      }),
      SECRET,
    ),
  },
  slack: {
    url: plainKey(
      'url',
      describeUrl(httpUrl, 'The incoming webhook of Slack; must come from ${NAME}.'),
      SECRET,
    ),
  },
  email: {
    url: plainKey(
      'url',
      describeUrl(
        smtpUrl,
        'The server, such as smtps://user:password@mail.example.com:465; its password must come from ${NAME}.',
      ),
      SECRET,
    ),
    from: plainKey('from', address.describe('Whom the mails are from.')),
    to: codedKey('to', to.describe('Who gets them: an address, or a list.'), {
      read: (said) => (typeof said === 'string' ? [said] : said),
      write: (value: readonly string[] | null) => value ?? undefined,
      expects: 'an address, or a list of them',
    }),
  },
}

/** The keys of a channel of a type, by the properties that they become; those of all types where it is no type. */
export function listChannelKeys(type: unknown): Readonly<Record<string, Key>> {
  const known = CHANNEL_TYPES.find((each) => each === type)
  if (known !== undefined) return { ...COMMON_KEYS, ...KEYS[known] }
  const all = CHANNEL_TYPES.flatMap((each) => Object.entries(KEYS[each]))
  const optional = all.map(([name, key]) => [name, { ...key, schema: key.schema.optional() }] as const)
  return { ...COMMON_KEYS, ...Object.fromEntries(optional) }
}

/** What was read of a channel, with what its type has no key for. */
export function fillChannel(values: Values): Values {
  const { id: name, type, url, secret: signature = null, from = null, to: people = null } = values
  return { id: name, type, url, secret: signature, from, to: people }
}

function createUrl(protocols: readonly string[], example: string) {
  return text.refine((said) => URL.canParse(said) && protocols.includes(new URL(said).protocol), {
    error: `must be a URL such as ${example}`,
  })
}

function describeUrl<Schema extends z.ZodString>(schema: Schema, description: string): Schema {
  return schema.meta({ description, pattern: '\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}' })
}

function isWebhookSecret(said: string): boolean {
  const [, encoded = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(said) ?? []
  const { length } = Buffer.from(encoded, 'base64')
  return length >= SECRET_BYTES.least && length <= SECRET_BYTES.most
}
