import { createTransport, type SendMailOptions } from 'nodemailer'
import type { AlertChannel } from '@sluice/shared/domain'
import { describeMessage } from '../core/describe-message.ts'
import type { Delivery, Post } from './delivery.ts'
import { formatFailure } from './format-failure.ts'

const CONNECT_MS = 5_000
const SILENCE_MS = 10_000
const IS_LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Sends the message as e-mail, in plain text; a repeat has the same Message-ID. */
export async function sendEmail(
  { url, from, to }: AlertChannel,
  { id, message }: Post,
  signal: AbortSignal,
): Promise<Delivery> {
  const { title, lines } = describeMessage(message)
  const mail: SendMailOptions = {
    from: from ?? '',
    to: [...(to ?? [])],
    subject: `[Sluice] ${title}`,
    text: `${lines.join('\n')}\n`,
    messageId: `<${id}@sluice.invalid>`,
    headers: { 'auto-submitted': 'auto-generated' },
  }
  const transport = createTransport({
    url,
    requireTLS: needsTls(url ?? ''),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const { rejected } = await inTime(transport.sendMail(mail), signal)
    const refused = rejected.length === 0 ? '' : `, but for ${rejected.length} of the recipients`
    return { ok: true, detail: `the server has taken it${refused}` }
  } catch (error) {
    const { responseCode } = error as { readonly responseCode?: number }
    const isTransient = responseCode === undefined || responseCode < 500
    return { ok: false, detail: formatFailure(error), isTransient }
  } finally {
    transport.close()
  }
}

/** A password does not leave this machine in clear text, whatever the server offers. */
function needsTls(url: string): boolean {
  const { protocol, username, hostname } = new URL(url)
  return protocol === 'smtp:' && username !== '' && !IS_LOOPBACK.test(hostname)
}

/** The library cannot be told to end: what comes too late is heard by nobody. */
async function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => {})
  let stop = (): void => {}
  const late = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error)
    signal.addEventListener('abort', stop)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
