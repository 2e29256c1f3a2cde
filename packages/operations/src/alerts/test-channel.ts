import { readConfigRecord, refuseUnknownConfig } from '@sluice/shared/store'
import type { AskedChannel } from '@sluice/shared/domain'
import type { AskDeps, TypedItem } from '../ask/ask-deps.ts'
import { InvalidItemError } from '../ask/invalid-item-error.ts'
import { readTypedItem } from '../ask/read-typed-item.ts'
import { refuseViewer } from '../ask/refuse-viewer.ts'
import type { Visitor } from '../ask/visitor.ts'
import { CLOSED_SECRETS } from '../closed-secrets.ts'

/** What came back of a test message. */
export interface ChannelTest {
  readonly channel: string
  readonly ok: boolean
  /** In words, such as `HTTP 204`. */
  readonly detail: string
}

/** A channel of the config, or one that is not saved yet. */
export type TestChannelInput = ({ readonly channel: string } | TypedItem) & {
  readonly signal?: AbortSignal | undefined
}

/**
 * Sends a test message to a channel, for real. Fails with `channel_unknown`, with an `InvalidItemError` for an item
 * that is none, and for viewers with `operator_needed`.
 */
export async function testChannel(
  deps: AskDeps,
  input: TestChannelInput,
  visitor: Visitor,
): Promise<ChannelTest> {
  refuseViewer(visitor, 'sending a test')
  const channel = await findAsked(deps, input)
  const id = 'typed' in channel ? channel.typed.id : channel.id
  const asking = { visitor, look: { kind: 'channel', id } as const, signal: input.signal }
  const { isDelivered, detail } = await deps.asker.ask({ kind: 'channel test', channel }, asking)
  return { channel: id, ok: isDelivered, detail }
}

async function findAsked(deps: AskDeps, input: TestChannelInput): Promise<AskedChannel> {
  if ('item' in input) {
    const read = await readTypedItem(deps, 'channel', input.item)
    if ('mistakes' in read) throw new InvalidItemError('item_invalid', read.mistakes)
    return { typed: read.value }
  }
  const { channel: id } = input
  const known = await readConfigRecord(deps.db, CLOSED_SECRETS, 'channel', id)
  return known === null ? refuseUnknownConfig(deps.db, 'channel', id) : { id }
}
