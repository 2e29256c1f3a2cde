/** Which warehouse a message speaks of: never its user or password. */
export interface Place {
  readonly sourceId: string
  /** Such as host:port/database, or the path of a file. */
  readonly address: string
}
