/** A server that this process started and that nobody else uses. */
export interface LocalServer {
  /** With the password; the user may do everything. */
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Where it keeps its data; start again with it, after `stop` or `kill`, and the data is there. */
  readonly directory: string
  /** Ends it in order; a directory that was not given is removed. May be called more than once, also after `kill`. */
  stop(): Promise<void>
  /** SIGKILL, and waits for its end: the crash of a server, for tests. Nothing is removed. */
  kill(): Promise<void>
}
