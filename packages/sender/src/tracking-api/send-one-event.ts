import type { Answers, Destination } from '@sluice/shared/domain'
import type { SegmentPlaces } from './segment-places.ts'
import { formatNoAnswer } from './checks/format-no-answer.ts'
import { openHttpTrackingApi } from './open-http-tracking-api.ts'

/** Posts one event, once, and tells what came of it in words; `event` is JSON text, and leaves as it is. */
export async function sendOneEvent(
  destination: Pick<Destination, 'region' | 'writeKey'>,
  event: string,
  { endpoints, proxies, userAgent }: SegmentPlaces,
  signal?: AbortSignal,
): Promise<Answers['send']> {
  const api = openHttpTrackingApi({ endpoints, userAgent, proxies })
  const cutOff = (): void => void api.close()
  signal?.addEventListener('abort', cutOff, { once: true })
  try {
    const body = Buffer.from(`{"batch":[${event}],"sentAt":"${new Date().toISOString()}"}`)
    const response = await api.post(destination, body, async () => signal?.aborted !== true)
    signal?.throwIfAborted()
    if (response.kind === 'withdrawn') throw new Error('nobody has withdrawn it')
    if (response.kind === 'no answer') {
      const detail = formatNoAnswer(endpoints[destination.region], response.reason)
      return { isAccepted: false, status: null, detail }
    }
    const { status, code, content } = response
    const isAccepted = status >= 200 && status < 300 && content === 'accepted'
    const words = `HTTP ${status}${code === null ? '' : ` ${code}`}`
    const detail = isAccepted
      ? `the Tracking API took it (${words}); the debugger of the source shows what became of it`
      : `the Tracking API did not take it (${words})`
    return { isAccepted, status, detail }
  } finally {
    signal?.removeEventListener('abort', cutOff)
    await api.close()
  }
}
