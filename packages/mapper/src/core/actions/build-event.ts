import { isJsonObject, setMember } from '../language/json-value.ts'
import { readConsent } from './consent.ts'
import type { EventPart, EventShape } from './event-part.ts'

type Members = Record<string, unknown>

/** Builds the event that a shape describes from the fields of a payload; absent fields leave no key behind. */
export function buildEvent(
  shape: EventShape,
  payload: { readonly [field: string]: unknown },
): { readonly [key: string]: unknown } {
  const event: Members = {}
  for (const [key, part] of Object.entries(shape)) addPart(event, key, part, payload)
  return event
}

function addPart(target: Members, key: string, part: EventPart, payload: Members): void {
  const value = buildPart(part, payload)
  if (value !== undefined) setMember(target, key, value)
}

/** The value of one part. */
export function buildPart(part: EventPart, payload: { readonly [field: string]: unknown }): unknown {
  switch (part.from) {
    case 'constant':
      return part.text
    case 'consent':
      return readConsent(payload[part.field])
    case 'field': {
      const value = payload[part.field]
      if (part.member === undefined) return value
      return isJsonObject(value) ? value[part.member] : undefined
    }
    case 'object': {
      const object: Members = {}
      for (const [key, member] of Object.entries(part.members)) addPart(object, key, member, payload)
      const spread = part.spread === undefined ? undefined : payload[part.spread]
      if (isJsonObject(spread)) {
        for (const key of Object.keys(spread)) {
          if (spread[key] !== undefined) setMember(object, key, spread[key])
        }
      }
      for (const [key, member] of Object.entries(part.over ?? {})) addPart(object, key, member, payload)
      return object
    }
    default:
      return part satisfies never
  }
}
