import { BODY_LIMIT_BYTES } from '@sluice/shared/domain'

/** What is known of the size of a request that passes on the way to a target. */
export interface SizeLimit {
  /** What the next request may have, in bytes of its body. */
  readonly bytes: number
  /** The largest that has passed since the last refusal; 0 before the first. */
  readonly passed: number
  /** The smallest that was refused; null while none was. */
  readonly refused: number | null
}

/** Before anything was refused: Segment's own limit. */
export const NO_SIZE_LIMIT: SizeLimit = { bytes: BODY_LIMIT_BYTES, passed: 0, refused: null }

/** Below this share of what was refused, what passes is worth another try with more. */
const CLOSE_ENOUGH = 0.9
/** A request says something of the limit when it uses most of it. */
const FULL = 0.8

/**
 * What a refused size teaches: half of it is tried next, or what has passed before if that is smaller. A
 * size that passed is no proof any more once a smaller one is refused: what stands on the way has changed.
 */
export function lowerSizeLimit(limit: SizeLimit, bytes: number): SizeLimit {
  const refused = Math.min(limit.refused ?? bytes, bytes)
  const passed = limit.passed < refused ? limit.passed : 0
  return { bytes: passed > 0 ? passed : Math.floor(refused / 2), passed, refused }
}

/**
 * What a size that passed teaches: somewhere between it and the smallest refused one
 * lies the limit, and the middle is tried next.
 */
export function raiseSizeLimit(limit: SizeLimit, bytes: number): SizeLimit {
  if (limit.refused === null || bytes <= limit.passed || bytes >= limit.refused) return limit
  const known = { ...limit, passed: bytes }
  const isWorthMore = bytes >= limit.bytes * FULL && limit.bytes < limit.refused * CLOSE_ENOUGH
  return isWorthMore
    ? { ...known, bytes: Math.floor((Math.max(bytes, limit.bytes) + limit.refused) / 2) }
    : known
}
