import type { Call } from '../call.ts'
import { BODY_LIMIT_BYTES, EVENT_LIMIT_BYTES } from '../limits.ts'
import type { Region } from '../region.ts'
import type { Arrival } from './arrival.ts'
import { findEventSlices } from './find-event-slices.ts'
import { isRecord } from './is-record.ts'
import { readWriteKey } from './read-write-key.ts'
import { refuse, type Refusal } from './refusal.ts'

/** An ingest request as it came over the wire. */
export interface RawRequest {
  readonly region: Region
  readonly call: Call
  readonly authorization: string | undefined
  readonly contentType: string | undefined
  readonly contentEncoding: string | undefined
  /** Null for a body that was larger than the limit and therefore not kept. */
  readonly body: Buffer | null
  readonly receivedAtMs: number
}

/** A request understood, or the reason why it is refused; the write key as far as it is known. */
export type Reading =
  | { readonly writeKey: string; readonly arrival: Arrival; readonly refusal: null }
  | { readonly writeKey: string | null; readonly arrival: null; readonly refusal: Refusal }

/**
 * Reads an ingest request by the documented rules, in this order: size, encoding, type,
 * JSON, write key, shape, size of each event.
 */
export function readRequest(request: RawRequest): Reading {
  const headerKey = readWriteKey(request.authorization, undefined)
  const refused = (refusal: Refusal, writeKey = headerKey): Reading => ({ writeKey, arrival: null, refusal })

  const { body } = request
  if (body === null)
    return refused(refuse('body_too_large', `the body is larger than ${BODY_LIMIT_BYTES} bytes (500 KB)`))
  const wrongHeader = checkHeaders(request)
  if (wrongHeader !== null) return refused(wrongHeader)

  const parsed = parseJson(body)
  if (!isRecord(parsed)) {
    return refused(refuse('invalid_json', `the body of ${body.length} bytes is not a JSON object`))
  }
  const writeKey = readWriteKey(request.authorization, parsed['writeKey'])
  if (writeKey === null) return refused(NO_WRITE_KEY)

  const envelope = { region: request.region, writeKey, receivedAtMs: request.receivedAtMs }
  if (request.call !== 'batch') {
    if (body.length > EVENT_LIMIT_BYTES) return refused(refuseEvent(0, body.length), writeKey)
    const single = { ...envelope, sentAt: undefined, context: undefined, integrations: undefined }
    const arrival = { envelope: single, call: request.call, body, slices: [0, body.length], events: [parsed] }
    return { writeKey, arrival, refusal: null }
  }

  const { batch, sentAt, context, integrations } = parsed
  if (!Array.isArray(batch))
    return refused(refuse('invalid_batch', 'the body has no array "batch"'), writeKey)
  const located = locateEvents(body, batch)
  const tooLarge = findTooLarge(located.slices)
  if (tooLarge !== null) return refused(tooLarge, writeKey)
  const whole = { ...envelope, sentAt, context, integrations }
  return { writeKey, arrival: { envelope: whole, call: 'batch', events: batch, ...located }, refusal: null }
}

const NO_WRITE_KEY: Refusal = {
  status: 401,
  code: 'no_write_key',
  message: 'no write key: send it as the user name of Basic auth, or as "writeKey" in the body',
}

function checkHeaders({ contentEncoding, contentType }: RawRequest): Refusal | null {
  if (contentEncoding !== undefined && contentEncoding !== 'identity') {
    return refuse(
      'content_encoding',
      `content-encoding ${contentEncoding} is not documented: send the body as it is`,
    )
  }
  if (contentType?.split(';', 1)[0]?.trim().toLowerCase() !== 'application/json') {
    return refuse('content_type', `content-type must be application/json, got ${contentType ?? 'none'}`)
  }
  return null
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** The slices of a batch; where a key is written with escapes, those of the same events serialised anew. */
function locateEvents(
  body: Buffer,
  batch: readonly unknown[],
): { readonly body: Buffer; readonly slices: readonly number[] } {
  const slices = findEventSlices(body)
  if (slices !== null) return { body, slices }
  const plain = Buffer.from(JSON.stringify({ batch }))
  return { body: plain, slices: findEventSlices(plain) ?? [] }
}

function findTooLarge(slices: readonly number[]): Refusal | null {
  for (let at = 0; at < slices.length; at += 2) {
    const bytes = slices[at + 1]! - slices[at]!
    if (bytes > EVENT_LIMIT_BYTES) return refuseEvent(at / 2, bytes)
  }
  return null
}

function refuseEvent(index: number, bytes: number): Refusal {
  return refuse('event_too_large', `event ${index} is ${bytes} bytes, more than ${EVENT_LIMIT_BYTES} (32 KB)`)
}
