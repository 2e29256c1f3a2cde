/** How one look at something has gone. A warning tells what may be wrong, and fails nothing. */
export interface Check<Name extends string = string> {
  readonly check: Name
  readonly status: 'ok' | 'warning' | 'failed'
  readonly detail: string
}

/** True unless a check has failed. */
export function isOk(checks: readonly Check[]): boolean {
  return checks.every(({ status }) => status !== 'failed')
}

/** What one look at a destination has shown. */
export type DestinationCheck = Check<'enabled' | 'write key' | 'endpoint' | 'last error'>
