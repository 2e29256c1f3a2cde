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
  /**
   * Only one process may have it open: each piece of work opens it and lets go of it,
   * and whoever comes meanwhile waits.
   */
  readonly isOpenedByOne: Trait
  /**
   * A statement goes on when the process that began it has died, until it ends by itself or is ended by the warehouse.
   */
  readonly outlivesItsProcess: Trait
  /** A limit of time may be set on the statements that run a model's query (`statement_timeout`). */
  readonly limitsStatements: Trait
}
