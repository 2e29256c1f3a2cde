/** A program that runs on this machine. */
export interface LocalProgram {
  readonly command: string
  /** Folders of the libraries that came with it, for the dynamic linker. */
  readonly libraries: readonly string[]
  /** For example `7.0.15`. */
  readonly version: string
}

/** A look at a program: what it is, or why it does not run; undefined when there is none. */
export type ProgramFinding = LocalProgram | { readonly complaint: string } | undefined
