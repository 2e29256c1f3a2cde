import { readConfigRecord, refuseUnknownConfig } from '@sluice/shared/store'
import type { AskDeps } from '../ask/ask-deps.ts'
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

/** Sends a test message to a channel, for real; fails with `channel_unknown`, for viewers with `operator_needed`. */
export async function testChannel(
  { db, asker }: AskDeps,
  { channel, signal }: { readonly channel: string; readonly signal?: AbortSignal | undefined },
  visitor: Visitor,
): Promise<ChannelTest> {
  refuseViewer(visitor, 'sending a test')
  if ((await readConfigRecord(db, CLOSED_SECRETS, 'channel', channel)) === null)
    return refuseUnknownConfig(db, 'channel', channel)
  const look = { kind: 'channel', id: channel } as const
  const { isDelivered, detail } = await asker.ask(
    { kind: 'channel test', channel },
    { visitor, look, signal },
  )
  return { channel, ok: isDelivered, detail }
}
