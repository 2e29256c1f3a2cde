import type { Expression, Resolve, Write } from '../language/expression.ts'
import { writeMembers } from '../language/expression.ts'
import { quote, writeJson } from '../language/json-text.ts'
import { isJsonObject } from '../language/json-value.ts'
import type { FieldDefinition, FieldType, MemberDefinition } from '../schema/field.ts'
import { shapeField, shapeMember } from '../schema/shape-field.ts'

/** The text of a text field for this row, undefined when it is absent. */
export type ReadText = (row: unknown) => string | undefined

/** A function that reads a text field, as shapeField shapes it. */
export function compileTextField(definition: FieldDefinition, { resolve }: Expression): ReadText {
  return (row) => {
    const value = resolve(row)
    if (typeof value === 'string') return value === '' ? undefined : value
    return value === undefined ? undefined : (shapeField(definition, value, []) as string | undefined)
  }
}

/** A function that writes an object field, as shapeField shapes it. */
export function compileObjectField(definition: FieldDefinition, expression: Expression): Write {
  if (expression.members === undefined) {
    return (row) => writeJson(shapeField(definition, expression.resolve(row), []))
  }
  const { members } = definition
  if (members === undefined) return expression.write
  const known: { key: string; write: Write }[] = []
  const unknown: Resolve[] = []
  for (const { key, expression: member } of expression.members) {
    const memberDefinition = findMember(members, key)
    if (memberDefinition !== undefined) known.push({ key, write: compileMember(memberDefinition, member) })
    else if (!member.cannotFail) unknown.push(member.resolve)
  }
  const write = writeMembers(known)
  if (unknown.length === 0) return write
  return (row) => {
    for (const resolve of unknown) resolve(row)
    return write(row)
  }
}

/** A function that writes one member of an object field with fixed members. */
export function compileMemberOf(definition: FieldDefinition, expression: Expression, key: string): Write {
  const memberDefinition = findMember(definition.members ?? {}, key)
  if (memberDefinition === undefined) return () => undefined
  const member = expression.members?.find((candidate) => candidate.key === key)
  if (member !== undefined) return compileMember(memberDefinition, member.expression)
  if (expression.members !== undefined) return () => undefined
  return (row) => {
    const shaped = shapeField(definition, expression.resolve(row), [])
    return isJsonObject(shaped) ? writeJson(shaped[key]) : undefined
  }
}

function compileMember({ type }: MemberDefinition, { resolve }: Expression): Write {
  return type === 'string' ? compileTextMember(resolve) : compileOtherMember(type, resolve)
}

function compileTextMember(resolve: Resolve): Write {
  return (row) => {
    const value = resolve(row)
    return typeof value === 'string' ? quote(value) : writeJson(shapeMember('string', value, []))
  }
}

function compileOtherMember(type: Exclude<FieldType, 'object'>, resolve: Resolve): Write {
  return (row) => writeJson(shapeMember(type, resolve(row), []))
}

function findMember(
  members: { readonly [member: string]: MemberDefinition },
  key: string,
): MemberDefinition | undefined {
  return Object.hasOwn(members, key) ? members[key] : undefined
}
