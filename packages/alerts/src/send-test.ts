import { randomUUID } from 'node:crypto'
import type { AlertChannel, Answers } from '@sluice/shared/domain'
import { openCourier } from './channels/open-courier.ts'
import type { AlertPlaces } from './places/alert-places.ts'
import { writeTestMessage } from './core/write-message.ts'

/** Sends a test message to a channel, once, and says what came back. */
export async function sendTest(
  channel: AlertChannel,
  { proxies, consoleUrl }: AlertPlaces,
): Promise<Answers['channel test']> {
  const courier = openCourier({ proxies, retries: 0 })
  const now = new Date()
  try {
    const message = writeTestMessage({ now, consoleUrl })
    const { ok, detail } = await courier.send(channel, { id: `msg_${randomUUID()}`, message, now })
    return { isDelivered: ok, detail }
  } finally {
    await courier.close()
  }
}
