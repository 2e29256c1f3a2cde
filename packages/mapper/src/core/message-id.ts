import { hash } from 'node:crypto'
import type { Delta } from '@sluice/shared/domain'

/** What the ids of one mapping's events have in common. */
export interface MessageIdScope {
  /** Told apart from every other installation: Segment deduplicates across all of its customers. */
  readonly installationId: string
  readonly mappingId: string
  /** Raised by a reset, so that the same rows are sent anew. */
  readonly epoch: number
}

/** The messageId of the nth event made of a delta; most deltas make one. */
export type CreateMessageId = (
  delta: Pick<Delta, 'recordId' | 'version' | 'checksum'>,
  eventIndex?: number,
) => string

/** What the text begins with that a messageId is the digest of: `<prefix><version>:<index>:<checksum>:<record id>`. */
export function createMessageIdPrefix({ installationId, mappingId, epoch }: MessageIdScope): string {
  return `${hash('sha256', JSON.stringify([installationId, mappingId, epoch]), 'base64url')}:`
}

/**
 * A function for the messageIds of one mapping. The same delta always has the same id;
 * another version, checksum, mapping, epoch or installation has another. An id is the
 * SHA-256 of them all in base64url: 43 characters, safe in a URL. Numbers and hex digests
 * hold no colon and the record id comes last, so no two different deltas make the same text.
 */
export function createMessageIdFactory(scope: MessageIdScope): CreateMessageId {
  const prefix = createMessageIdPrefix(scope)
  return ({ recordId, version, checksum }, eventIndex = 0) => {
    const middle = eventIndex === 0 ? ':0:' : `:${eventIndex}:`
    return hash('sha256', prefix + version + middle + checksum + ':' + recordId, 'base64url')
  }
}
