import type { Call } from '../call.ts'
import { isRecord } from '../ingest/is-record.ts'
import type { Region } from '../region.ts'
import type { FaultMatch, OneOf } from './fault-rule.ts'

/** What a fault rule can see of a request; a body that could not be read has no events. */
export interface FaultSubject {
  readonly region: Region
  readonly writeKey: string | null
  readonly call: Call
  readonly events: readonly unknown[]
  readonly body: Buffer
}

/** True if every given part of the match holds for the request. */
export function matchFault(match: FaultMatch, subject: FaultSubject): boolean {
  const hasEvent = (field: string, wanted: OneOf<string> | undefined): boolean =>
    wanted === undefined ||
    subject.events.some((event) => fits(wanted, isRecord(event) ? event[field] : undefined))
  return (
    fits(match.region, subject.region) &&
    fits(match.writeKey, subject.writeKey) &&
    fits(match.call, subject.call) &&
    hasEvent('messageId', match.messageId) &&
    hasEvent('event', match.eventName) &&
    hasEvent('userId', match.userId) &&
    (match.bodyIncludes === undefined ||
      toList(match.bodyIncludes).some((text) => subject.body.includes(text)))
  )
}

function fits(wanted: OneOf<string> | undefined, actual: unknown): boolean {
  return wanted === undefined || toList(wanted).some((value) => value === actual)
}

function toList(value: OneOf<string>): readonly string[] {
  return typeof value === 'string' ? [value] : value
}
