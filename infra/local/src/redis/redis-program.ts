/** A Redis (or Valkey) that runs on this machine. */
export interface RedisProgram {
  readonly command: string
  /** Folders of the libraries that came with it, for the dynamic linker. */
  readonly libraries: readonly string[]
  /** For example `7.0.15`. */
  readonly version: string
}
