import type { FieldDefinition } from '../schema/field.ts'
import { defineAction, type ActionDefinition } from './action-definition.ts'
import { CONTEXT_FIELDS } from './context-fields.ts'
import { constant, field, spread, type EventShape } from './event-part.ts'
import { GROUP_ID, IDENTITY_FIELDS, IDENTITY_PARTS, PROPERTIES } from './identity-fields.ts'

const { user_id, anonymous_id, timestamp, message_id, consent } = IDENTITY_FIELDS

/** What tells one view from the other: a page of a website, a screen of an app. */
interface View extends Pick<ActionDefinition, 'name' | 'title' | 'description'> {
  readonly type: 'page' | 'screen'
  /** The fields of its own; `<type>_name` is one of them. */
  readonly fields: { readonly [name: string]: FieldDefinition }
  readonly context: EventShape
  /** What stands in the properties beside its name and those of the mapping. */
  readonly properties?: EventShape
}

/** A call that says that someone viewed something which has a name. */
export function defineView({ type, fields, context, properties = {}, ...texts }: View): ActionDefinition {
  const name = field(`${type}_name`)
  return defineAction({
    ...texts,
    fields: {
      user_id,
      anonymous_id,
      timestamp,
      ...fields,
      properties: PROPERTIES,
      group_id: GROUP_ID,
      ...CONTEXT_FIELDS,
      message_id,
      consent,
    },
    idFields: ['user_id', 'anonymous_id'],
    event: {
      type: constant(type),
      ...IDENTITY_PARTS,
      name,
      context: { from: 'object', members: context },
      properties: spread('properties', { name, ...properties }),
    },
  })
}
