import type { DeadLetterCode } from '../../errors/index.ts'
import type { DeadLetterGroup, DeadLetterStage, DeadLetterStatus } from '../../domain/index.ts'

/** Which dead letters; a letter must fit every part that is given. */
export interface LetterFilter {
  readonly ids?: readonly string[]
  readonly mapping?: string
  /** The sync that they came from. */
  readonly sync?: string
  readonly stage?: DeadLetterStage
  readonly code?: DeadLetterCode
  readonly reason?: string
  readonly status?: DeadLetterStatus
  /** Written down before this one. */
  readonly before?: string
  /** Written down at this instant or later. */
  readonly since?: Date
  /** Those of one group. */
  readonly group?: DeadLetterGroup
}

/** The sync in which a letter died last, as SQL: a requeue's own, once it has failed again. */
export const LAST_SYNC = 'coalesce(requeue_sync, sync_id)'

/** A filter as SQL, with its values from $1. */
export function createLetterCondition(filter: LetterFilter): {
  readonly where: string
  readonly values: readonly unknown[]
} {
  const values: unknown[] = []
  const parts: string[] = []
  const add = (value: unknown, createPart: (place: string) => string): void => {
    if (value === undefined) return
    values.push(value)
    parts.push(createPart(`$${values.length}`))
  }
  add(filter.ids, (place) => `id = any(${place}::bigint[])`)
  add(filter.mapping, (place) => `mapping_id = ${place}`)
  add(filter.sync, (place) => `sync_id = ${place}::uuid`)
  add(filter.stage, (place) => `stage = ${place}`)
  add(filter.code, (place) => `code = ${place}`)
  add(filter.reason, (place) => `reason = ${place}`)
  add(filter.before, (place) => `id < ${place}::bigint`)
  add(filter.status, (place) => `status = ${place}`)
  add(filter.since, (place) => `created_at >= ${place}::timestamptz`)
  add(filter.group?.sync, (place) => `${LAST_SYNC} = ${place}::uuid`)
  add(filter.group?.chunk, (place) => `coalesce(chunk, 0) = ${place}::integer`)
  add(filter.group?.stage, (place) => `stage = ${place}`)
  add(filter.group?.code, (place) => `code = ${place}`)
  return { where: parts.length === 0 ? 'true' : parts.join(' and '), values }
}
