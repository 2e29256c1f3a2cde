import type { DatabaseDeps } from '../deps.ts'
import type { Asker } from './asker.ts'

/** What an operation works with that asks a warehouse or Segment. */
export interface AskDeps extends DatabaseDeps {
  readonly asker: Asker
}

/** An item of the config as a form has it, not saved yet, in the words of sluice.yaml. */
export interface TypedItem {
  readonly item: unknown
}
