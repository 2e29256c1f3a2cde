import { ACTIONS } from '@sluice/mapper/core'
import { ACTION_NAMES, type ActionName } from '@sluice/shared/domain'

/** A field of a call as its form shows it. */
export interface FormField {
  readonly name: string
  /** What the form calls it. */
  readonly title: string
  readonly hint: string
  readonly isRequired: boolean
  /** One value; or an object, whose members are its own or, where there are none, free. */
  readonly kind: 'value' | 'object'
  readonly members: readonly FormMember[]
  /** True for what most mappings leave alone: where and how it happened, and what is filled in by itself. */
  readonly isRare: boolean
}

/** A member of an object that has fixed ones. */
export interface FormMember {
  readonly key: string
  readonly title: string
}

/** A call of the Segment Spec with its fields, in the order of the form. */
export interface FormAction {
  readonly name: ActionName
  readonly title: string
  readonly description: string
  readonly fields: readonly FormField[]
}

/** Every call that a mapping can make, as its form shows it. */
export function listFormActions(): readonly FormAction[] {
  return ACTION_NAMES.map((name) => {
    const { description, fields } = ACTIONS[name]
    return { name, title: name.replace(/^send/, ''), description, fields: listFields(fields) }
  })
}

// What an event is about: the rest tells where and how it happened.
const COMMON = [
  'user_id',
  'anonymous_id',
  'previous_id',
  'group_id',
  'event_name',
  'page_name',
  'page_category',
  'screen_name',
  'properties',
  'traits',
  'timestamp',
]

function listFields(fields: (typeof ACTIONS)[ActionName]['fields']): readonly FormField[] {
  const listed = Object.entries(fields).map(([name, field]): FormField => ({
    name,
    title: field.label,
    hint: field.description,
    isRequired: field.isRequired ?? false,
    kind: field.type === 'object' ? 'object' : 'value',
    members: Object.entries(field.members ?? {}).map(([key, { label }]) => ({ key, title: label })),
    isRare: !COMMON.includes(name),
  }))
  return [...listed.filter(({ isRare }) => !isRare), ...listed.filter(({ isRare }) => isRare)]
}
