import { formatSuggestion, suggest, type Json } from '@sluice/shared/domain'
import type { ActionDefinition } from '../actions/action-definition.ts'
import type { EventPart } from '../actions/event-part.ts'
import { isMappingList, isMappingObject } from '../language/json-value.ts'
import type { Mistake } from '../mapping-config.ts'
import { hasDirective, lintConstant } from './lint-constant.ts'
import { findSpeltFields, findSpeltOut, type SpeltOut } from './spelt-fields.ts'

/**
 * What the fields of a mapping say in vain: fields and members that the action does not
 * have, required ones that are not there, and values that no row can make right.
 */
export function lintFields(action: ActionDefinition, fields: Json): readonly Mistake[] {
  const spelt = findSpeltFields(fields)
  if (spelt === null) return []
  const { path, members } = spelt
  const told = Object.entries(members).flatMap(([name, value]) => {
    const definition = Object.hasOwn(action.fields, name) ? action.fields[name] : undefined
    const place = [...path, name]
    if (name === '_metadata') return []
    if (definition === undefined) return [{ path: place, message: formatStranger(action, name) }]
    const constant = lintConstant(name, definition, value, place)
    if (constant !== null) return [constant]
    return definition.members === undefined
      ? []
      : lintMembers(name, Object.keys(definition.members), findSpeltOut(value, place))
  })
  return [...told, ...lintMissing(action, spelt)]
}

function lintMembers(field: string, known: readonly string[], spelt: SpeltOut | null): readonly Mistake[] {
  if (spelt === null) return []
  return Object.keys(spelt.members).flatMap((key) =>
    known.includes(key)
      ? []
      : [
          {
            path: [...spelt.path, key],
            message: `is no member of ${field} and is left out${formatSuggestion(key, known) || `: there are ${known.join(', ')}`}`,
          },
        ],
  )
}

/** A row that brings none of them becomes a dead letter, and here no row can bring one. */
function lintMissing(
  { name, fields, idFields }: ActionDefinition,
  { path, members }: SpeltOut,
): readonly Mistake[] {
  const isThere = (field: string): boolean => Object.hasOwn(members, field) && !isEmpty(members[field])
  const missing = Object.keys(fields).filter((field) => fields[field]?.isRequired && !isThere(field))
  const messages = missing.map((field) => `must have ${field}, which ${name} requires: without it ${FATE}`)
  // One that is required has been told of.
  if (!idFields.some((field) => isThere(field) || missing.includes(field))) {
    messages.push(`must have ${idFields.join(' or ')}: without it ${FATE}`)
  }
  return messages.map((message) => ({ path, message }))
}

const FATE = 'every row becomes a dead letter'

/** True for a value that is empty whatever the row. */
function isEmpty(value: Json | undefined): boolean {
  if (isMappingObject(value) && hasDirective(value)) return false
  return value === undefined || value === null || value === '' || (isMappingList(value) && value.length === 0)
}

function formatStranger({ name, fields, event }: ActionDefinition, key: string): string {
  const known = Object.keys(fields)
  const meant = suggest(key, known) ?? findFieldOf(event, key)
  const hint = meant === null ? `: there are ${known.join(', ')}` : ` (did you mean "${meant}"?)`
  return `is no field of ${name} and is left out${hint}`
}

/** The field that becomes what the Segment Spec calls by this name. */
function findFieldOf(parts: { readonly [key: string]: EventPart }, key: string): string | null {
  for (const [name, part] of Object.entries(parts)) {
    if (part.from === 'field' && name === key && part.member === undefined) return part.field
    const inner = part.from === 'object' ? findFieldOf({ ...part.members, ...part.over }, key) : null
    if (inner !== null) return inner
  }
  return null
}
