import { mapChunk, prepareMapping, type Sender } from '@sluice/mapper/chunk'
import { createBatchBody, limitBatches, type Budget } from '@sluice/sender/packing'
import type { ActionName, SyncPlan } from '@sluice/shared/domain'
import { decodeDeltas, encodeDeltas, type RawDelta } from '@sluice/shared/queues'
import { createPacker, type PackedEvent } from './create-packer.ts'
import type { Tally } from './create-tally.ts'

/** What rows are mapped and packed by. */
export interface CountedBy {
  /** In the epoch of the rows. */
  readonly plan: SyncPlan
  readonly sender: Sender
  /** When the rows were staged, ISO-8601 UTC. */
  readonly stagedAt: string
  readonly budget: Budget
}

/** Where bodies go that somebody wants; it may take its time. */
export type TakeBody = (body: Buffer) => Promise<void>

/**
 * Maps pages of staged rows, packs the events into requests, by the very functions of mappers and senders, and counts
 * it all. Holds a page and a request at a time.
 */
export async function countPages(
  pages: AsyncIterable<readonly RawDelta[]>,
  { plan, sender, stagedAt, budget }: CountedBy,
  tally: Tally,
  takeBody?: TakeBody,
): Promise<void> {
  const { mapping, createMessageId } = prepareMapping(plan, sender)
  const type = EVENT_TYPES[plan.mapping.action]
  const packer = createPacker(limitBatches(budget))

  const take = async (batch: readonly PackedEvent[]): Promise<void> => {
    const lines = batch.map(({ line }) => line)
    tally.countRequest(lines)
    // Of a real one, it is the instant of the attempt.
    await takeBody?.(createBatchBody(lines, new Date(stagedAt)))
  }

  for await (const rows of pages) {
    const events: PackedEvent[] = []
    const { texts } = decodeDeltas(encodeDeltas(stagedAt, rows))
    const { skipped, invalid } = mapChunk(mapping, createMessageId, texts, stagedAt, ({ json }) => {
      const line = Buffer.from(json)
      tally.countEvent(line, type)
      events.push({ line })
    })
    tally.countSkipped(skipped)
    for (const { code, reason } of invalid) tally.countInvalid(code, reason)
    for (const batch of packer.push(events)) await take(batch)
  }
  const last = packer.flush()
  if (last.length > 0) await take(last)
}

/** What each action makes of a row, in the words of the Spec. */
const EVENT_TYPES: Readonly<Record<ActionName, string>> = {
  sendIdentify: 'identify',
  sendTrack: 'track',
  sendPage: 'page',
  sendScreen: 'screen',
  sendGroup: 'group',
  sendAlias: 'alias',
}
