import type { ProxySettings } from '@sluice/shared/connection'
import type { AlertChannel } from '@sluice/shared/domain'
import pRetry from 'p-retry'
import { EnvHttpProxyAgent, type Dispatcher } from 'undici'
import type { Delivery, Post } from './delivery.ts'
import { sendEmail } from './send-email.ts'
import { sendSlack } from './send-slack.ts'
import { sendWebhook } from './send-webhook.ts'

/** Takes messages to channels. */
export interface Courier {
  /** Never rejects for what the other side does; takes up to half a minute. */
  send(channel: AlertChannel, post: Post): Promise<Delivery>
  close(): Promise<void>
}

/** What a courier needs. */
export interface CourierOptions {
  /** What stands between this process and the network; nothing if absent. */
  readonly proxies?: ProxySettings
  /** How often a message is tried again at once; once if absent. */
  readonly retries?: number
}

const CONNECT_MS = 5_000
const ANSWER_MS = 10_000
/** Of one try, also against a server that drips. */
const TRY_MS = 12_000
const IDLE_CONNECTION_MS = 5_000
const LOOPBACK = 'localhost,127.0.0.1,[::1]'

/** Opens a courier. */
export function openCourier({ proxies, retries = 1 }: CourierOptions = {}): Courier {
  const dispatcher = new EnvHttpProxyAgent({
    // Given in any case, or undici would read the environment of the process by itself.
    httpProxy: proxies?.http ?? '',
    httpsProxy: proxies?.https ?? '',
    noProxy: proxies?.except === '*' ? '*' : [proxies?.except ?? '', LOOPBACK].join(','),
    connect: { timeout: CONNECT_MS },
    headersTimeout: ANSWER_MS,
    bodyTimeout: ANSWER_MS,
    keepAliveTimeout: IDLE_CONNECTION_MS,
  })
  return {
    send: (channel, post) =>
      sendPatiently(() => sendOnce(dispatcher, channel, post, AbortSignal.timeout(TRY_MS)), retries),
    close: () => dispatcher.destroy(),
  }
}

function sendOnce(
  dispatcher: Dispatcher,
  channel: AlertChannel,
  post: Post,
  signal: AbortSignal,
): Promise<Delivery> {
  switch (channel.type) {
    case 'webhook':
      return sendWebhook(dispatcher, channel, post, signal)
    case 'slack':
      return sendSlack(dispatcher, channel, post, signal)
    case 'email':
      return sendEmail(channel, post, signal)
    default:
      return channel.type satisfies never
  }
}

class Undelivered extends Error {}

async function sendPatiently(send: () => Promise<Delivery>, retries: number): Promise<Delivery> {
  let last: Delivery | undefined
  try {
    return await pRetry(
      async () => {
        last = await send()
        if (!last.ok && last.isTransient) throw new Undelivered(last.detail)
        return last
      },
      { retries, minTimeout: 1_000 },
    )
  } catch (error) {
    if (error instanceof Undelivered && last !== undefined) return last
    throw error
  }
}
