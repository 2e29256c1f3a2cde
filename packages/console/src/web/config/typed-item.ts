import type { Mistake, WrittenItem } from '@sluice/config'
import type { FormState } from '../parts/form.tsx'
import type { ItemField } from './item-keys.ts'

/** What stands in the fields of an item, by their names; secrets are never shown. */
export function writeValues(fields: readonly ItemField[], item: WrittenItem): Record<string, string> {
  return Object.fromEntries(
    fields.map(({ name, kind, byDefault }) => {
      const said = readPath(item, name)
      return [name, kind === 'secret' ? '' : writeValue(said, byDefault)]
    }),
  )
}

function writeValue(said: unknown, byDefault: string): string {
  if (said === undefined || said === null) return byDefault
  if (typeof said === 'boolean') return said ? 'on' : ''
  if (Array.isArray(said)) return said.join('\n')
  return typeof said === 'string' ? said : JSON.stringify(said)
}

/** True for a secret that is set in an item. */
export function isSecretSet(item: WrittenItem, name: string): boolean {
  return readPath(item, name) !== undefined
}

/** The values of a form as they were typed; of several under one name each is a line. */
export function readTyped(form: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = {}
  for (const name of new Set(form.keys())) values[name] = form.getAll(name).join('\n')
  return values
}

/**
 * The item that was typed over `before`, in the words of sluice.yaml: a secret that nothing was typed for stays as it
 * is, and what a form does not show stays, too.
 */
export function readTypedItem(
  fields: readonly ItemField[],
  typed: Readonly<Record<string, string>>,
  before: WrittenItem,
): WrittenItem {
  const item: Record<string, unknown> = { ...before }
  for (const field of fields) {
    const value = readValue(field, typed[field.name] ?? '')
    const said = value === undefined && field.kind === 'secret' ? readPath(before, field.name) : value
    setPath(item, field.name, said)
  }
  return item
}

function readValue({ kind, name }: ItemField, text: string): unknown {
  const trimmed = text.trim()
  if (kind === 'flag') return text === 'on'
  if (trimmed === '') return undefined
  if (kind === 'number') return Number.isNaN(Number(trimmed)) ? trimmed : Number(trimmed)
  if (kind === 'lines') return trimmed.split(/\s*\n\s*/)
  // A query keeps its lines as they are.
  return name === 'query' ? text.replaceAll('\r\n', '\n') : trimmed
}

/** A form with what was typed, and what is wrong by the fields' names; what has no field of its own is the form's. */
export function createFormState(
  values: Readonly<Record<string, string>>,
  mistakes: readonly Mistake[],
  fields: readonly ItemField[],
): FormState {
  const names = fields.map(({ name }) => name)
  const issues: Record<string, string> = {}
  for (const { path, message } of mistakes) {
    const place = path.join('.')
    const name = names.find((known) => place === known || place.startsWith(`${known}.`)) ?? ''
    issues[name] = issues[name] === undefined ? message : `${issues[name]}; ${message}`
  }
  return { values, issues }
}

function readPath(item: WrittenItem, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], item)
}

function setPath(item: Record<string, unknown>, name: string, value: unknown): void {
  const [first = '', rest] = name.split('.')
  if (rest === undefined) {
    if (value === undefined) delete item[first]
    else item[first] = value
    return
  }
  const inner = { ...(item[first] as Record<string, unknown> | undefined) }
  setPath(inner, rest, value)
  if (Object.keys(inner).length === 0) delete item[first]
  else item[first] = inner
}
