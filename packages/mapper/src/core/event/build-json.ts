import { EVENT_LIMIT_BYTES } from '@sluice/shared/domain'
import type { ActionDefinition, Payload } from '../actions/action-definition.ts'
import {
  checkIds,
  checkRequired,
  checkTexts,
  createExcessFault,
  fitsSize,
  type EventFault,
} from '../check-event.ts'
import { WORK_LIMIT_UNITS, type Budget } from '../language/budget.ts'
import type { Expression } from '../language/expression.ts'
import { isJsonObject, nameType } from '../language/json-value.ts'
import { MappingError, type MappingPath } from '../language/mapping-error.ts'
import { measureJson } from '../language/measure-json.ts'
import { shapeField } from '../schema/shape-field.ts'
import { STAND_INS, readStandIn, type Supplement } from './supplement.ts'

/** What turns row events into events of one mapping. */
export interface EventPlan {
  readonly action: ActionDefinition
  readonly root: Expression
  /** Where the mapping's fields stand. */
  readonly path: MappingPath
  /** Null for the bare event, as Segment's own destination makes it. */
  readonly supplement: Supplement | null
}

/**
 * The JSON text of the event that a plan makes of a row, step by step through objects: resolve,
 * shape, perform, check. It is always right; throws a MappingError for a row that makes no event.
 */
export function buildJson(plan: EventPlan, row: unknown, budget: Budget): string {
  const { action, root, path, supplement } = plan
  if (!isJsonObject(row)) {
    throw new MappingError('mapping_failed', path, `needs a row event, but it was given ${nameType(row)}`)
  }
  const resolved = root.resolve(row, budget)
  if (!isJsonObject(resolved)) {
    throw new MappingError(
      'field_invalid',
      path,
      `must yield an object, but for this row it is ${nameType(resolved)}`,
    )
  }

  const payload: Record<string, unknown> = {}
  for (const [field, definition] of Object.entries(action.fields)) {
    const value = Object.hasOwn(resolved, field) ? resolved[field] : undefined
    const shaped = shapeField(definition, value, [...path, field])
    if (shaped !== undefined) payload[field] = shaped
  }
  refuse(checkRequired(action, payload), path)
  refuse(checkIds(action, payload), path)

  if (supplement !== null) refuse(checkTexts(supply(payload, supplement, row)), path)
  const event = action.perform(payload)
  // Before there is a text of it: what the row says once may stand in the event many times.
  const limit = supplement === null ? WORK_LIMIT_UNITS : EVENT_LIMIT_BYTES
  if (measureJson(event, limit) > limit) refuse(createExcessFault(null), path)
  const json = JSON.stringify(event)
  if (supplement !== null && !fitsSize(json)) refuse(createExcessFault(Buffer.byteLength(json)), path)
  return json
}

function supply(payload: Record<string, unknown>, supplement: Supplement, row: unknown): Payload {
  payload['library'] = supplement.library
  for (const field of Object.keys(STAND_INS)) {
    const standIn = readStandIn(field, row)
    if (payload[field] === undefined && standIn !== undefined) payload[field] = standIn
  }
  return payload
}

function refuse(fault: EventFault | undefined, path: MappingPath): void {
  if (fault === undefined) return
  throw new MappingError(fault.code, fault.field === null ? path : [...path, fault.field], fault.message)
}
