/** What one look at a destination has shown. A warning tells what may be wrong, and fails nothing. */
export interface Check {
  readonly check: 'enabled' | 'write key' | 'endpoint' | 'last error'
  readonly status: 'ok' | 'warning' | 'failed'
  readonly detail: string
}
