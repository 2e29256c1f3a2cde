import type { ExtractPayload, TypedQueue } from '@sluice/shared/queues'
import type { Database } from '@sluice/shared/store'

/** What an operation on the control database works with. */
export interface DatabaseDeps {
  readonly db: Database
}

/** What an operation works with that orders something of an extractor. */
export interface ExtractorDeps extends DatabaseDeps {
  readonly extract: TypedQueue<ExtractPayload>
}

/** Who orders something, as the audit log names him: a user of the system, or `console:<user>`. */
export type Actor = string
