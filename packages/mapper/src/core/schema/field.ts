import type { Json } from '@sluice/shared/domain'

/** What a field of an action holds. An object without `members` is free: any members, sent as they are. */
export type FieldType = 'string' | 'number' | 'boolean' | 'object'

/** A member of an object field that has fixed members. */
export interface MemberDefinition {
  readonly label: string
  readonly description: string
  readonly type: Exclude<FieldType, 'object'>
}

/** One field of an action: what a form shows and what the schema step holds it to. */
export interface FieldDefinition {
  readonly label: string
  readonly description: string
  readonly type: 'string' | 'object'
  /** The members of an object whose members are fixed; others are left out of the event. */
  readonly members?: { readonly [member: string]: MemberDefinition }
  readonly isRequired?: true
  /** What stands under the user's own value in a mapping. */
  readonly default?: Json
  /** True for a field that forms do not show. */
  readonly isHidden?: true
}
