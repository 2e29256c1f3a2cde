import type { AskPurpose } from '@sluice/shared/queues'

/** Which worker holds the keys of a purpose. */
export const WORKER_OF: Readonly<Record<AskPurpose, string>> = {
  sources: 'extractor',
  destinations: 'sender',
}
