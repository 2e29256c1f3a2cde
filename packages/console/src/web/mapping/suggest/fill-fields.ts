import type { Suggestion } from '@sluice/mapper/core'
import type { Json } from '@sluice/shared/domain'
import type { FormAction } from '../fields/list-fields.ts'
import type { MappingForm } from '../form/mapping-form.ts'
import { writeFieldText } from '../notation/field-text.ts'
import { joinMembers, splitMembers, type MemberText } from '../notation/object-text.ts'
import type { AskedSuggestions, FilledField, Suggested } from './suggested.ts'

/** A form whose empty fields were filled, and what was done. */
export interface Filled {
  readonly fields: MappingForm['fields']
  readonly suggested: Suggested
}

/**
 * Fills the empty fields of a form. An object gets the keys that it does not have, unless it is said as a whole; what
 * somebody typed stays as it is.
 */
export function fillFields(
  form: MappingForm,
  { suggestions, ties, needed }: AskedSuggestions,
  actions: readonly FormAction[],
): Filled {
  const known = actions.find(({ name }) => name === form.action)?.fields ?? []
  const titles: Titles = new Map(known.map(({ name, title }) => [name, title]))
  const filled: FilledField[] = []
  const fields: Record<string, string> = { ...form.fields }
  for (const field of known) {
    const before = fields[field.name] ?? ''
    const ours = suggestions.filter((each) => splitField(each)[0] === field.name)
    const { text, used } = field.kind === 'object' ? fillObject(before, ours) : fillValue(before, ours)
    if (used.length > 0) fields[field.name] = text
    filled.push(...used.map((suggestion) => describe(titles, suggestion)))
  }
  const isOpen = (name: string): boolean => (fields[name] ?? '').trim() === ''
  return {
    fields,
    suggested: {
      filled,
      open: [
        ...ties
          .filter(({ field }) => field.includes('.') || isOpen(field))
          .map(
            ({ field, paths }) =>
              `${formatTitle(titles, field)}: ${paths.map(readColumn).join(' and ')} fit alike.`,
          ),
        ...needed
          .filter((names) => names.split(' or ').every(isOpen))
          .map((names) => {
            const said = names.split(' or ').map((name) => formatTitle(titles, name))
            return `${said.join(' or ')}: no column is named like it.`
          }),
      ],
      changes: Object.entries(fields)
        .map(([name, after]) => ({ name, before: form.fields[name] ?? '', after }))
        .filter(({ before, after }) => before !== after),
    },
  }
}

interface FilledText {
  readonly text: string
  readonly used: readonly Suggestion[]
}

function fillValue(text: string, [suggestion]: readonly Suggestion[]): FilledText {
  if (text.trim() !== '' || suggestion === undefined) return { text, used: [] }
  return { text: writeFieldText({ '@path': suggestion.path }), used: [suggestion] }
}

function fillObject(text: string, suggestions: readonly Suggestion[]): FilledText {
  const [first] = suggestions
  if (first !== undefined && splitField(first).length === 1) return fillValue(text, suggestions)
  const members = splitMembers(text)
  if (members === null || !members.ok) return { text, used: [] }
  const there = new Set(members.value.flatMap((member) => [member.key, member.text.trim()]))
  const used = suggestions.filter((each) => !there.has(splitField(each)[1] ?? '') && !there.has(each.path))
  if (used.length === 0) return { text, used }
  return { text: joinMembers([...members.value, ...listMembers(used)]), used }
}

/** A member for each key; what lies deeper in one, such as `company.name`, stands in it together. */
function listMembers(suggestions: readonly Suggestion[]): readonly MemberText[] {
  const members: Record<string, Json> = {}
  for (const suggestion of suggestions) {
    const [, key = '', inner] = splitField(suggestion)
    const value = { '@path': suggestion.path }
    members[key] = inner === undefined ? value : { ...(members[key] as object | undefined), [inner]: value }
  }
  return Object.entries(members).map(([key, value]) => ({ key, text: writeFieldText(value) }))
}

function splitField({ field }: Pick<Suggestion, 'field'>): readonly string[] {
  return field.split('.')
}

function describe(titles: Titles, { field, path, score, reason }: Suggestion): FilledField {
  return { title: formatTitle(titles, field), column: readColumn(path), score, reason }
}

/** What the form calls its fields, by their names. */
type Titles = ReadonlyMap<string, string>

function formatTitle(titles: Titles, field: string): string {
  const [name = '', ...keys] = field.split('.')
  return [titles.get(name) ?? name, ...keys].join(' ')
}

function readColumn(path: string): string {
  return path.replace(/^\$\.properties\./, '')
}
