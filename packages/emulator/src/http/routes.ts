import { type Call, CALLS } from '../call.ts'
import { type Region, REGIONS } from '../region.ts'
import { deleteEvents } from './delete-events.ts'
import { deleteFaults } from './delete-faults.ts'
import type { Handler } from './exchange.ts'
import { getCounts } from './get-counts.ts'
import { getDuplicates } from './get-duplicates.ts'
import { getEvents } from './get-events.ts'
import { getFaults } from './get-faults.ts'
import { getHealthz } from './get-healthz.ts'
import { getPage } from './get-page.ts'
import { getRejected } from './get-rejected.ts'
import { getRequests } from './get-requests.ts'
import { postFaults } from './post-faults.ts'
import { createPostIngest } from './post-ingest.ts'

/** The questions and the faults: everything but the Tracking API itself. */
const OWN_ROUTES: readonly (readonly [string, Handler])[] = [
  ['GET /', getPage],
  ['GET /events', getEvents],
  ['DELETE /events', deleteEvents],
  ['GET /counts', getCounts],
  ['GET /requests', getRequests],
  ['GET /rejected', getRejected],
  ['GET /duplicates', getDuplicates],
  ['GET /faults', getFaults],
  ['POST /faults', postFaults],
  ['DELETE /faults', deleteFaults],
  ['GET /healthz', getHealthz],
]

/**
 * The Tracking API of each region; a path without a region is the default one's, for libraries that take a host only.
 */
const INGEST_ROUTES = [
  ['', 'us-west-2'] as const,
  ...REGIONS.map((region) => [`/${region}`, region] as const),
].flatMap(([prefix, region]: readonly [string, Region]) =>
  CALLS.map((call: Call) => [`POST ${prefix}/v1/${call}`, createPostIngest(region, call)] as const),
)

/** Every route by method and path. */
export const ROUTES: ReadonlyMap<string, Handler> = new Map([...OWN_ROUTES, ...INGEST_ROUTES])
