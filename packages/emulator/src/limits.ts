/**
 * Segment documents its limits in "KB" and does not say whether that is 1,000 or 1,024 bytes
 * (https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#max-request-size). The emulator
 * takes the larger reading, as Segment's own Ruby library does (32,768 and 512,000), in bytes of the body as sent.
 */
export const EVENT_LIMIT_BYTES = 32 * 1024

/** Largest body of one request: 500 KB. */
export const BODY_LIMIT_BYTES = 500 * 1024

/** Most events in one batch; with one more the request is answered 200 and all of it is rejected. */
export const BATCH_LIMIT_EVENTS = 2_500

/**
 * Longest messageId, in UTF-16 units; the documentation says "under 100" in one place and "limited to 100" in another.
 */
export const MESSAGE_ID_LIMIT_CHARACTERS = 100
