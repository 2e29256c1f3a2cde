/** Whether something holds of a kind of warehouse, and why. */
export interface Trait {
  readonly holds: boolean
  /** One line. */
  readonly reason: string
}

/**
 * What differs between warehouses and is asked for by whoever uses one, so that nobody
 * asks for a type. A trait is added here when somebody has to ask for it.
 */
export interface Traits {
  /** What is staged may vanish while its sync runs; the sync fails then, and is remembered from its manifest. */
  readonly losesStagedRows: Trait
}
