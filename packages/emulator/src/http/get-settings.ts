import { REGIONS, isRegion, type Region } from '../region.ts'
import { sendJson } from './answer.ts'
import type { Exchange, Handler } from './exchange.ts'

const PATH = new RegExp(`^(?:/(${REGIONS.join('|')}))?/v1/projects/([^/]+)/settings$`)

/** The handler of a source's settings, or null when the path is no such thing. */
export function findSettingsHandler(method: string | undefined, path: string): Handler | null {
  const [, region = 'us-west-2', key] = PATH.exec(path) ?? []
  if (method !== 'GET' || key === undefined || !isRegion(region)) return null
  return (exchange) => answerSettings(exchange, region, decode(key))
}

/**
 * What Segment's CDN tells libraries of a source, as far as anybody here asks: that
 * there is one of this write key, and where to send. Segment keeps the settings of both
 * regions in one place; here a key has settings in its own region alone.
 */
function answerSettings({ core, request, response }: Exchange, region: Region, writeKey: string): void {
  if (core.writeKeys !== null && core.writeKeys.get(writeKey) !== region) {
    const message = `no source of this write key is known in ${region}`
    sendJson(response, 404, { success: false, code: 'not_found', message })
    return
  }
  const apiHost = `${request.headers.host ?? 'localhost'}/${region}/v1`
  sendJson(response, 200, { integrations: { 'Segment.io': { apiKey: writeKey, apiHost } } })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
