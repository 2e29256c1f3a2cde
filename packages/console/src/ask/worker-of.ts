import type { ReaderPurpose } from '@sluice/shared/secrets'

/** Which worker holds the keys of a purpose. */
export const WORKER_OF: Readonly<Record<ReaderPurpose, string>> = {
  sources: 'extractor',
  destinations: 'sender',
}
