import type { Config, Destination, Region } from '@sluice/shared/domain'
import {
  askWriteKey,
  canAskAboutKeys,
  checkWriteKey,
  type AskedKey,
  type SegmentPlaces,
} from '@sluice/sender/tracking-api'
import { NO_FINDINGS, type Findings } from './findings.ts'
import { listChanged, type Plan } from '../plan/plan-changes.ts'

/**
 * Asks Segment about every write key that a plan brings in or sends to another region; sends no
 * event. A key that Segment does not know is a mistake, since it takes such a key's events and
 * drops them; one that it could not be asked about is a warning. Where a region's events go to
 * another server than Segment's, and nothing says where that keeps settings, nobody is asked.
 */
export async function checkWriteKeys(wanted: Config, plan: Plan, urls: SegmentPlaces): Promise<Findings> {
  const changed = listChanged(plan, 'destination', ['write_key', 'region'])
  const asked = wanted.destinations.filter(({ id, region }) => changed.has(id) && isAsked(region, urls))
  const found = await Promise.all(
    asked.map(async (destination) => judgeKey(wanted, destination, await askWriteKey(destination, urls))),
  )
  return {
    mistakes: found.flatMap(({ mistakes }) => mistakes),
    warnings: found.flatMap(({ warnings }) => warnings),
  }
}

function isAsked(region: Region, { endpoints, settings }: SegmentPlaces): boolean {
  return canAskAboutKeys(region, { endpoint: endpoints[region], settings: settings[region] })
}

function judgeKey(wanted: Config, destination: Destination, asked: AskedKey): Findings {
  const { status, detail } = checkWriteKey(asked)
  if (status === 'ok') return NO_FINDINGS
  const isElsewhere = asked.here.kind === 'known' || asked.elsewhere?.kind === 'known'
  const path = [
    'destinations',
    wanted.destinations.indexOf(destination),
    isElsewhere ? 'region' : 'write_key',
  ]
  if (asked.here.kind === 'unknown') {
    const message = `the write key of ${destination.id}: ${detail}; what is sent under it would be lost`
    return { mistakes: [{ path, message, code: 'write_key_unknown' }], warnings: [] }
  }
  const subject = asked.here.kind === 'known' ? '' : 'could not be checked: '
  return {
    mistakes: [],
    warnings: [{ path, message: `the write key of ${destination.id} ${subject}${detail}` }],
  }
}
