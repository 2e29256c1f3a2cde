import type { Courier, Delivery, Post } from '@sluice/alerts'
import { SluiceError } from '@sluice/shared/errors'
import type { Logger } from '@sluice/shared/runtime'
import type { ConfigBox } from '@sluice/shared/secrets'
import {
  endLease,
  leaseChannels,
  readAlertChannel,
  readDatabaseTime,
  readNextMessage,
  recordChannelFails,
  recordChannelWorks,
  removeMessage,
  renewLease,
  type ChannelLease,
  type Database,
  type WaitingMessage,
} from '@sluice/shared/store'
import type { AlertMeter } from './alert-meter.ts'

/** What sending needs. */
export interface SendDeps {
  readonly db: Database
  readonly log: Logger
  readonly secrets: ConfigBox
  readonly courier: Courier
  readonly meter: AlertMeter
  readonly limits?: SendLimits
}

/** How long what takes. */
export interface SendLimits {
  /** How long a channel is nobody else's: longer than the courier takes for a message. */
  readonly leaseMs: number
  /** Before the next try of a channel that does not work; twice as long each time. */
  readonly firstDelayMs: number
  readonly mostDelayMs: number
  /** How old a message may get before nobody needs it any more. */
  readonly giveUpMs: number
}

const LIMITS: SendLimits = {
  leaseMs: 40_000,
  firstDelayMs: 10_000,
  mostDelayMs: 900_000,
  giveUpMs: 3 * 86_400_000,
}

/** Sends what waits, each channel for itself. */
export interface MessageSender {
  /** Takes every channel that has something to send and is nobody's; resolves before they are done. */
  sendWaiting(): Promise<void>
  /** Resolves when what is under way has ended. */
  settle(): Promise<void>
}

/** A sender; of a channel it sends one message after another, in the order in which they were written. */
export function createMessageSender(deps: SendDeps): MessageSender {
  const { db, log, limits = LIMITS } = deps
  const underWay = new Set<Promise<void>>()
  const start = (lease: ChannelLease): void => {
    const { channel } = lease
    const sending = sendAll(deps, lease, limits)
      .catch((error: unknown) =>
        log.warn({ error, channel }, 'alerts could not be sent, it will be tried again'),
      )
      .finally(() => underWay.delete(sending))
    underWay.add(sending)
  }
  return {
    async sendWaiting() {
      for (const lease of await leaseChannels(db, limits.leaseMs)) start(lease)
    },
    async settle() {
      await Promise.all(underWay)
    },
  }
}

/**
 * Sends until nothing waits, something does not arrive, or the channel has become somebody else's while this process
 * stood still. A message that has arrived and is not yet forgotten when this process dies is sent again under the same
 * id.
 */
async function sendAll(deps: SendDeps, taken: ChannelLease, limits: SendLimits): Promise<void> {
  const { db, log, meter } = deps
  const { channel } = taken
  let lease = taken
  for (;;) {
    // Before it is read what is next: who had the channel meanwhile may have sent that.
    const renewed = await renewLease(db, lease, limits.leaseMs)
    if (renewed === null) return
    lease = renewed
    const next = await readNextMessage(db, channel)
    if (next === null) break
    const now = await readDatabaseTime(db)
    if (now.getTime() - next.createdAt.getTime() > limits.giveUpMs) {
      meter.countMessage(channel, 'given_up')
      await removeMessage(db, next.id)
      continue
    }
    const delivery = await deliver(deps, channel, next, now)
    meter.countMessage(channel, delivery.ok ? 'delivered' : 'failed')
    if (!delivery.ok) {
      const { firstDelayMs: firstMs, mostDelayMs: mostMs } = limits
      const isNews = await recordChannelFails(db, channel, { error: delivery.detail, firstMs, mostMs })
      if (isNews)
        log.warn({ channel, reason: delivery.detail }, 'a channel of alerts does not work, it is tried again')
      break
    }
    await removeMessage(db, next.id)
    const failingSince = await recordChannelWorks(db, channel)
    if (failingSince !== null) log.info({ channel, failingSince }, 'a channel of alerts works again')
  }
  await endLease(db, lease)
}

async function deliver(
  { db, secrets, courier }: SendDeps,
  id: string,
  { id: message, message: body }: WaitingMessage,
  now: Date,
): Promise<Delivery> {
  const post: Post = { id: `msg_${message}`, message: body, now }
  try {
    const channel = await readAlertChannel(db, secrets, id)
    // Removed with its messages in this moment.
    if (channel === null) return { ok: true, detail: 'the channel is gone' }
    return await courier.send(channel, post)
  } catch (error) {
    if (!(error instanceof SluiceError) || error.code !== 'secret_key_wrong') throw error
    return {
      ok: false,
      detail: 'its address does not open with the keys of the extractor',
      isTransient: false,
    }
  }
}
