/** How one look at something has gone. A warning tells what may be wrong, and fails nothing. */
export interface Check<Name extends string = string> {
  readonly check: Name
  readonly status: 'ok' | 'warning' | 'failed'
  readonly detail: string
}

/** A line per check: how it went, what was looked at, what was seen. */
export function formatChecks(checks: readonly Check[]): string {
  const width = Math.max(0, ...checks.map(({ check }) => check.length))
  return checks
    .map(
      ({ check, status, detail }) => `${status.padEnd('warning'.length)}  ${check.padEnd(width)}  ${detail}`,
    )
    .join('\n')
}
