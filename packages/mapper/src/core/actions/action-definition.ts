import type { ActionName } from '@sluice/shared/domain'
import type { FieldDefinition } from '../schema/field.ts'
import { buildEvent } from './build-event.ts'
import type { EventShape } from './event-part.ts'

/** The fields of an event, filled and shaped; absent ones are missing. */
export type Payload = { readonly [field: string]: unknown }

/** One call of the Segment Spec, before it is serialised. */
export type SpecEvent = { readonly [key: string]: unknown }

/**
 * One thing that a mapping can make of a row. All but `perform` is plain data: forms
 * and documentation are drawn from it.
 */
export interface ActionDefinition {
  readonly name: ActionName
  readonly title: string
  readonly description: string
  readonly fields: { readonly [field: string]: FieldDefinition }
  /** Fields of which the event must have at least one. */
  readonly idFields: readonly string[]
  /** Where each part of the event comes from; `perform` and the event writer are both made of it. */
  readonly event: EventShape
  /** The event of a payload. Pure: it reads the payload and makes a new object. */
  readonly perform: (payload: Payload) => SpecEvent
}

/** Completes the data of an action with the `perform` that its shape describes. */
export function defineAction(action: Omit<ActionDefinition, 'perform'>): ActionDefinition {
  return { ...action, perform: (payload) => buildEvent(action.event, payload) }
}
