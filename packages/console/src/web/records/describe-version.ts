import type { RecordVersion, VersionStatus } from '@sluice/operations'

/** How one should feel about what became of a version. */
export const MOOD_OF_STATUS: Readonly<Record<VersionStatus, { readonly mood?: 'good' | 'bad' | 'busy' }>> = {
  'on its way': { mood: 'busy' },
  delivered: { mood: 'good' },
  dead: { mood: 'bad' },
  requeued: { mood: 'busy' },
  superseded: {},
  discarded: {},
  skipped: {},
  'in doubt': { mood: 'bad' },
  'taken as sent': {},
  unknown: {},
}

/** A version in words: `Version 2, updated`. */
export function describeVersion({ version, op }: Pick<RecordVersion, 'version' | 'op'>): string {
  return op === null ? `Version ${version}` : `Version ${version}, ${op}`
}
