import type { AlertChannel } from '@sluice/shared/domain'
import { Webhook } from 'standardwebhooks'
import type { Dispatcher } from 'undici'
import type { Delivery, Post } from './delivery.ts'
import { postJson } from './post-json.ts'

/** Posts the message as JSON, signed as https://www.standardwebhooks.com says. */
export async function sendWebhook(
  dispatcher: Dispatcher,
  { url, secret }: AlertChannel,
  { id, message, now }: Post,
  signal: AbortSignal,
): Promise<Delivery> {
  const body = JSON.stringify(message)
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    ...(secret === null ? {} : { 'webhook-signature': new Webhook(secret).sign(id, now, body) }),
  }
  return postJson(dispatcher, url, { body, headers, signal })
}
