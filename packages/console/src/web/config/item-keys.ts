import { listKeys, type ResourceKind, type WrittenItem } from '@sluice/config'
import { z } from 'zod'
import { capitalize } from '../parts/capitalize.ts'

/** How a key of an item is typed: a line, a secret, a choice, a number, a box to tick, lines of a list, or parts. */
export type FieldKind = 'text' | 'secret' | 'choice' | 'number' | 'flag' | 'lines'

/** A key of an item as a field of a form. */
export interface ItemField {
  /** The path in the item, with dots: `ssl.ca`. */
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly kind: FieldKind
  readonly isRequired: boolean
  /** Of a choice. */
  readonly choices: readonly string[]
  /** What holds where nothing is said. */
  readonly byDefault: string
}

/** Where the words of a key are not what people call it. */
const LABELS: Readonly<Record<string, string>> = {
  id: 'Name',
  connection: 'Connection URL',
  query: 'SQL query',
  region: 'Endpoint region',
  'ssl.ca': 'Certificates of the authorities',
  'ssl.cert': 'Client certificate',
  'ssl.key': 'Client key',
  'sync_log.keep': 'Keep a sync log for',
  calls_allowance: 'API calls allowance',
  mtu_allowance: 'MTU allowance',
  max_calls_per_month: 'Most API calls per month',
  url: 'URL',
}

/** What a name may be. */
export const NAME_HINT = 'Lower-case letters, digits, - and _. It stays as it is.'

const HINTS: Readonly<Record<string, string>> = {
  id: NAME_HINT,
  to: 'One address a line.',
  connection: 'postgres://user:password@host:5432/database',
}

/** The fields of a kind of item, of a source those of the type that it names; a key with parts is a field for each. */
export function listItemFields(kind: ResourceKind, item: WrittenItem): readonly ItemField[] {
  return listKeys(kind, item).flatMap(([, { name, schema, isHidden = false, nested }]) => {
    const { type, anyOf = [], enum: choices = [], description = '', default: byDefault } = readSchema(schema)
    const isRequired = !schema.safeParse(undefined).success
    const make = (path: string, kind: FieldKind, hint: string): ItemField => ({
      name: path,
      label: LABELS[path] ?? writeWords(path),
      hint: HINTS[path] ?? hint.replace(/;[^;.]*\$\{NAME\}/, ''),
      kind,
      isRequired,
      choices: choices.map(String),
      byDefault: byDefault === undefined ? '' : `${byDefault}`,
    })
    if (nested !== undefined && isHidden) return nested.map((part) => make(`${name}.${part}`, 'secret', ''))
    if (nested !== undefined) return nested.map((part) => make(`${name}.${part}`, 'text', description))
    return [
      make(
        name,
        isHidden
          ? 'secret'
          : readKind(type ?? (anyOf.some((one) => one.type === 'array') ? 'array' : undefined), choices),
        description,
      ),
    ]
  })
}

interface SchemaWords {
  readonly type?: string
  readonly anyOf?: readonly { readonly type?: string }[]
  readonly enum?: readonly unknown[]
  readonly description?: string
  readonly default?: string | number | boolean
}

function readSchema(schema: z.ZodType): SchemaWords {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as SchemaWords
}

function readKind(type: string | undefined, choices: readonly unknown[]): FieldKind {
  if (choices.length > 0) return 'choice'
  if (type === 'boolean') return 'flag'
  if (type === 'integer' || type === 'number') return 'number'
  return type === 'array' ? 'lines' : 'text'
}

/** `statement_timeout` → `Statement timeout` */
function writeWords(path: string): string {
  return capitalize(path.replaceAll(/[._]/g, ' '))
}
