import type { CountRecords } from '@sluice/config'
import type { ConfigBox } from '@sluice/shared/secrets'
import type { DatabaseDeps } from '../deps.ts'

/** What changes config without a key that opens secrets. */
export interface ConfigDeps extends DatabaseDeps {
  /** Seals a secret that is new; what is unchanged stays sealed as it is. */
  readonly seal: ConfigBox['seal']
  /** Counts what a change would send; null where nobody can be asked. */
  readonly countRecords: CountRecords | null
}
