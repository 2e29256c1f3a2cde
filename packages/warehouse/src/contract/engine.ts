import type { ExampleName, LogicalType } from '../logical-types.ts'
import type { Warehouse } from '../port.ts'
import type { WarehouseType } from '../warehouse-type.ts'

/** What the contract needs of a kind of warehouse to be run against it. */
export interface Engine {
  readonly type: WarehouseType
  /** Opens a fresh warehouse with nothing in it. */
  open(): Promise<Scene>
  /** The SQL of each example of each logical type. */
  readonly examples: { readonly [Type in LogicalType]: { readonly [Name in ExampleName<Type>]: string } }
  /** A relation with one column `n`, the whole numbers from 1 to `count`. */
  numbers(count: number): string
  /** A query with a column `id` that does not end by itself. */
  readonly endlessQuery: string
}

/** A warehouse of a test's own, and what a test does to it behind its back. */
export interface Scene {
  readonly warehouse: Warehouse
  /** Runs statements, with semicolons between them, where models read. */
  sql(statements: string): Promise<unknown>
  /** The same warehouse, as another process has it. */
  reopen(): Warehouse
  /**
   * The same in a process that dies right before its `statements`-th statement: that
   * one, and all after it, are never made.
   */
  openMortal(statements: number): Promise<Mortal>
  /** Drops what is remembered and staged of a mapping. */
  forget(mappingId: string): Promise<void>
  /** Takes the rows of a staged table away, as a crash of the warehouse does. */
  emptyStaged(syncId: string): Promise<unknown>
  /** Makes every tombstone of a mapping so many days older. */
  ageTombstones(mappingId: string, days: number): Promise<unknown>
  /** Runs a query where the state is kept, as somebody with a client of their own does. */
  queryState(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** The numbers of the syncs that a mapping's records come from, by record id. */
  readSyncNumbers(mappingId: string): Promise<Readonly<Record<string, number | null>>>
  /** Makes the memory of a mapping what the second format was: without these numbers. */
  makeSecondFormat(mappingId: string): Promise<unknown>
  close(): Promise<void>
}

/** The scene that the tests of a file share; each test finds nothing remembered, and no people. */
export type OpenScene = () => Scene

/** A process that dies. */
export interface Mortal {
  readonly warehouse: Warehouse
  isDead(): boolean
  close(): Promise<void>
}
