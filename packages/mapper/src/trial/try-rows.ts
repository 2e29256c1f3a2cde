import type { Delta } from '@sluice/shared/domain'
import { parseDelta } from '@sluice/shared/queues'
import type { CompiledMapping, MapResult, MappingConfig } from '../core/index.ts'
import { Death, startTrial, type Trial, type TrialOptions } from './start-trial.ts'

/** A chunk under suspicion. */
export interface Suspect {
  readonly config: MappingConfig
  readonly createMessageId: (delta: Delta) => string
  readonly texts: Iterable<string>
  readonly stagedAt: string
  /** Aborted when the worker has to stop: what was found out is forgotten, and found out again by the next one. */
  readonly signal: AbortSignal
}

/**
 * Maps the rows of a chunk one by one in a process of its own, so that the row of which mappers die is found;
 * another process goes on behind it. Returns a mapping that knows the outcome of each, for `mapChunk`.
 */
export async function tryRows(suspect: Suspect, options: TrialOptions): Promise<CompiledMapping> {
  const results = new Map<string, MapResult>()
  let trial: Trial | null = null
  try {
    for (const text of suspect.texts) {
      suspect.signal.throwIfAborted()
      const delta = tryParse(text)
      // What cannot be read never came to be mapped.
      if (delta === null) continue
      const messageId = suspect.createMessageId(delta)
      trial ??= startTrial(suspect.config, options)
      try {
        results.set(
          messageId,
          await trial.map({ text, messageId, stagedAt: delta.origin?.stagedAt ?? suspect.stagedAt }),
        )
      } catch (error) {
        if (!(error instanceof Death)) throw error
        results.set(messageId, createGuilt(error))
        trial = null
      }
    }
  } finally {
    trial?.stop()
  }
  return { map: ({ messageId }) => results.get(messageId) ?? createGuilt(new Death('was not tried')) }
}

function createGuilt({ message }: Death): MapResult {
  return {
    outcome: 'invalid',
    code: 'mapping_failed',
    path: ['fields'],
    reason: `fields cannot be applied to this row: tried alone, it ${message}`,
  }
}

function tryParse(text: string): Delta | null {
  try {
    return parseDelta(text)
  } catch {
    return null
  }
}
