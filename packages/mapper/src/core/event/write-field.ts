import type { Budget } from '../language/budget.ts'
import type { Expression } from '../language/expression.ts'
import { isJsonObject } from '../language/json-value.ts'
import type { Resolve } from '../language/path.ts'
import { writeMembers } from '../language/write-members.ts'
import { writeValue, type ValueSource, type Write } from '../language/write.ts'
import type { FieldDefinition, MemberDefinition } from '../schema/field.ts'
import { shapeField, shapeMember } from '../schema/shape-field.ts'

/** The text of a text field, as shapeField shapes it; undefined when it is absent. */
export function readText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  if (typeof value === 'number') return `${value}`
  return value === undefined ? undefined : (shapeField(TEXT, value, []) as string | undefined)
}

const TEXT: FieldDefinition = { label: '', description: '', type: 'string' }

/** A function that writes an object field, as shapeField shapes it. */
export function compileObjectField(definition: FieldDefinition, expression: Expression): Write {
  if (expression.members === undefined) {
    return shaped(expression, (value) => shapeField(definition, value, []))
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
  return (row: unknown, budget: Budget) => {
    for (const resolve of unknown) resolve(row, budget)
    return write(row, budget)
  }
}

/** A function that writes one member of an object field with fixed members. */
export function compileMemberOf(definition: FieldDefinition, expression: Expression, key: string): Write {
  const memberDefinition = findMember(definition.members ?? {}, key)
  if (memberDefinition === undefined) return () => undefined
  const member = expression.members?.find((candidate) => candidate.key === key)
  if (member !== undefined) return compileMember(memberDefinition, member.expression)
  if (expression.members !== undefined) return () => undefined
  return shaped(expression, (value) => {
    const object = shapeField(definition, value, [])
    return isJsonObject(object) ? object[key] : undefined
  })
}

/** Writes what becomes of an expression's value. */
export function shaped(
  { resolve, keys }: Expression,
  shape: NonNullable<ValueSource['shape']>,
  isPlain = false,
): Write {
  return writeValue({ resolve, ...(keys && { keys }), shape, isPlain })
}

function compileMember({ type }: MemberDefinition, expression: Expression): Write {
  if (type !== 'string') return shaped(expression, (value) => shapeMember(type, value, []))
  return shaped(expression, (value) => (typeof value === 'string' ? value : shapeMember(type, value, [])))
}

function findMember(
  members: { readonly [member: string]: MemberDefinition },
  key: string,
): MemberDefinition | undefined {
  return Object.hasOwn(members, key) ? members[key] : undefined
}
