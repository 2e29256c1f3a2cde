import { EVENT_TYPES, isEventType } from '../call.ts'
import { isRegion, REGIONS } from '../region.ts'
import type { EventFilter } from '../store/event-filter.ts'
import { readStoredEvent } from '../store/stored-event.ts'
import { sendJson } from './answer.ts'
import { BadRequest } from './bad-request.ts'
import type { Exchange } from './exchange.ts'
import { readPage, slicePage } from './read-page.ts'

/** GET /events: the accepted events that pass the filter of the query. */
export function getEvents({ core, query, response }: Exchange): void {
  const page = readPage(query)
  const matching = [...core.store.accepted(readFilter(query))]
  sendJson(response, 200, {
    total: matching.length,
    ...page,
    events: slicePage(matching, page).map(readStoredEvent),
  })
}

function readFilter(query: URLSearchParams): EventFilter {
  const ask = (name: string): string | undefined => query.get(name) ?? undefined
  const region = ask('region')
  const type = ask('type')
  if (region !== undefined && !isRegion(region)) throw unknown('region', REGIONS, region)
  if (type !== undefined && !isEventType(type)) throw unknown('type', EVENT_TYPES, type)
  return { region, type, writeKey: ask('writeKey'), userId: ask('userId'), messageId: ask('messageId') }
}

function unknown(name: string, known: readonly string[], value: string): BadRequest {
  return new BadRequest(`${name}: expected one of ${known.join(', ')}, got ${JSON.stringify(value)}`)
}
