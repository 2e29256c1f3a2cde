import type { DuplicateEvent, Emulator } from '@sluice/emulator/server'

/** What was sent again under a messageId that the Tracking API knew. */
export interface Duplicates {
  /** Each content that came again, by messageId. */
  readonly contents: ReadonlyMap<string, ReadonlySet<string>>
  /** How many came between two looks and were more than the Tracking API keeps: nobody has looked at these. */
  readonly unseen: number
}

const WATCH_MS = 50

/** Looks at every duplicate before newer ones take its place; `stop` looks a last time. */
export function watchDuplicates(emulator: Emulator): { stop(): Duplicates } {
  const contents = new Map<string, Set<string>>()
  let seen = 0
  let unseen = 0
  const look = (): void => {
    const count = emulator.counts().duplicates
    const kept = count === seen ? [] : emulator.duplicates()
    const fresh = kept.slice(-(count - seen))
    unseen += count - seen - fresh.length
    seen = count
    for (const { messageId, payload } of fresh) {
      const known = contents.get(messageId)
      if (known === undefined) contents.set(messageId, new Set([formatContent(payload)]))
      else known.add(formatContent(payload))
    }
  }
  const watching = setInterval(look, WATCH_MS)
  return {
    stop() {
      clearInterval(watching)
      look()
      return { contents, unseen }
    },
  }
}

/** What an event says, without what each attempt at it has of its own. */
export function formatContent(payload: DuplicateEvent['payload']): string {
  const { type, userId, event, properties } = payload as Readonly<Record<string, unknown>>
  return JSON.stringify([type, userId, event, properties])
}
