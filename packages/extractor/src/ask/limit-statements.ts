import { formatDurationMs, parseDurationMs, type Source } from '@sluice/shared/domain'

/** Longest time of one statement that answers a question: the server ends it, too, should this process be gone. */
const STATEMENT_LIMIT_MS = 60_000

/** A source whose statements take no longer than somebody waits for an answer; every kind of warehouse has the key. */
export function limitStatements(source: Source): Source {
  const { statement_timeout: said } = source.settings
  const ownMs = typeof said === 'string' ? parseDurationMs(said) : null
  const limitMs = Math.min(ownMs ?? STATEMENT_LIMIT_MS, STATEMENT_LIMIT_MS)
  return { ...source, settings: { ...source.settings, statement_timeout: formatDurationMs(limitMs) } }
}
