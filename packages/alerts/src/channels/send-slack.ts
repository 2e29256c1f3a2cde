import type { AlertChannel } from '@sluice/shared/domain'
import type { Dispatcher } from 'undici'
import { describeMessage } from '../core/describe-message.ts'
import type { Delivery, Post } from './delivery.ts'
import { postJson } from './post-json.ts'

/** Posts the message to an incoming webhook of Slack. */
export async function sendSlack(
  dispatcher: Dispatcher,
  { url }: AlertChannel,
  { message }: Post,
  signal: AbortSignal,
): Promise<Delivery> {
  const { title, lines } = describeMessage(message)
  const text = [`*${escapeText(title)}*`, ...lines.map(escapeText)].join('\n')
  return postJson(dispatcher, url, { body: JSON.stringify({ text }), headers: {}, signal })
}

/** Slack's three characters of control: https://docs.slack.dev/messaging/formatting-message-text */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
