import { REGIONS, TRACKING_API_URLS, type Check, type Region } from '@sluice/shared/domain'
import type { SourceSettings } from '../read-source-settings.ts'
import { formatNoAnswer } from './format-no-answer.ts'

/** How a look at a write key has gone. */
export type WriteKeyCheck = Check<'write key'>

/** A write key as it was asked about. */
export interface AskedKey {
  readonly region: Region
  /** Where the settings of the region's sources are. */
  readonly url: string
  readonly here: SourceSettings | { readonly kind: 'not asked' }
  /** What the other region says, where it was asked. */
  readonly elsewhere: SourceSettings | null
}

/** What the settings of a source say of its write key. */
export function checkWriteKey({ region, url, here, elsewhere }: AskedKey): WriteKeyCheck {
  const other = REGIONS.find((known) => known !== region) ?? region
  switch (here.kind) {
    case 'known': {
      const named = findRegion(here.apiHost)
      if (named === null || named === region) return ok('a Segment source has this write key')
      // A workspace may take data in elsewhere than it keeps it, so this is no proof.
      return {
        check: 'write key',
        status: 'warning',
        detail: `a Segment source has this write key, and is told to send to ${here.apiHost}: if its workspace is in ${named}, set region: ${named}, or its events are lost`,
      }
    }
    case 'unknown':
      return elsewhere?.kind === 'known'
        ? failed(`belongs to a source in ${other}, not in ${region}: set region: ${other}`)
        : failed(
            `no Segment source has this write key: copy it from the settings of the source, under API Keys (${url} was asked)`,
          )
    case 'not asked':
      return warning('nobody is asked about write keys of the region: SLUICE_SETTINGS_ENDPOINT_… is off')
    case 'answer':
      return failed(`${url} does not tell (HTTP ${here.status}): ${hint(here.status)}`)
    case 'no answer':
      return failed(formatNoAnswer(url, here.reason))
    default:
      return here satisfies never
  }
}

function hint(status: number): string {
  if (status === 407) return 'a proxy wants to be signed in to'
  return status >= 500
    ? 'try again'
    : 'is SLUICE_SETTINGS_ENDPOINT_… right, or does a proxy answer in its place?'
}

function findRegion(apiHost: string | null): Region | null {
  if (apiHost === null) return null
  const host = apiHost.replace(/^https?:\/\//, '').split('/')[0]
  return REGIONS.find((region) => new URL(TRACKING_API_URLS[region]).host === host) ?? null
}

function ok(detail: string): WriteKeyCheck {
  return { check: 'write key', status: 'ok', detail }
}

function warning(detail: string): WriteKeyCheck {
  return { check: 'write key', status: 'warning', detail }
}

function failed(detail: string): WriteKeyCheck {
  return { check: 'write key', status: 'failed', detail }
}
