import type { Dispatcher } from 'undici'
import type { Delivery } from './delivery.ts'
import { formatFailure } from './format-failure.ts'

/** Posts JSON and says what came back; a redirect is not followed, since what is posted is for this server alone. */
export async function postJson(
  dispatcher: Dispatcher,
  url: string,
  {
    body,
    headers,
    signal,
  }: {
    readonly body: string
    readonly headers: Readonly<Record<string, string>>
    readonly signal: AbortSignal
  },
): Promise<Delivery> {
  try {
    const { origin, pathname, search, username, password } = new URL(url)
    const user = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString(
      'base64',
    )
    const response = await dispatcher.request({
      method: 'POST',
      origin,
      path: `${pathname}${search}`,
      headers: {
        'content-type': 'application/json',
        ...(username === '' ? {} : { authorization: `Basic ${user}` }),
        ...headers,
      },
      body,
      signal,
    })
    // What it says is nobody's business; a broken end of it changes nothing.
    await response.body.dump({ limit: 65_536 }).catch(() => {})
    return judgeStatus(response.statusCode)
  } catch (error) {
    return { ok: false, detail: formatFailure(error), isTransient: true }
  }
}

function judgeStatus(status: number): Delivery {
  const detail = `HTTP ${status}`
  if (status >= 200 && status < 300) return { ok: true, detail }
  if (status >= 300 && status < 400)
    return {
      ok: false,
      detail: `${detail}: it leads elsewhere, and redirects are not followed`,
      isTransient: false,
    }
  return { ok: false, detail, isTransient: status >= 500 || status === 408 || status === 429 }
}
