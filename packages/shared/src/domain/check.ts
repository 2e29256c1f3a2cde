/** How one look at something has gone. A warning tells what may be wrong, and fails nothing. */
export interface Check<Name extends string = string> {
  readonly check: Name
  readonly status: 'ok' | 'warning' | 'failed'
  /** One line, with what to grant or mend. */
  readonly detail: string
}

/** True unless a check has failed. */
export function isOk(checks: readonly Check[]): boolean {
  return checks.every(({ status }) => status !== 'failed')
}
