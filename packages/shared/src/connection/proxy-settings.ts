/**
 * The proxies of a process: URLs for requests to http: and to https: servers, null for
 * none, and the hosts that need none.
 */
export interface ProxySettings {
  readonly http: string | null
  readonly https: string | null
  /** As NO_PROXY has it: hosts, with commas or spaces between them. */
  readonly except: string
}
