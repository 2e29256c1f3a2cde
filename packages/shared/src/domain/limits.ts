/**
 * Segment's documented limits, in UTF-8 bytes, with slack where the documents say only "KB":
 * 32 KB per event, 500 KB and 2,500 events per batch
 * (https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#max-request-size).
 */
export const EVENT_LIMIT_BYTES = 32_000

/** Limit of a whole /v1/batch body, envelope included; Segment's own Python library stops at the same size. */
export const BODY_LIMIT_BYTES = 475_000

/** Limit of events in one batch; one more is answered 200 and then rejected. */
export const BATCH_LIMIT_EVENTS = 2_500

/** Longest messageId that Segment deduplicates by ("under 100 characters"). */
export const MESSAGE_ID_LIMIT_CHARACTERS = 100
