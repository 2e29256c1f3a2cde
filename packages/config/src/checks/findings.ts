import type { SluiceError, ErrorCode } from '@sluice/shared/errors'
import type { Mistake } from '../items/mistake.ts'

/** One thing that keeps a file from being applied, found out by asking others. */
export interface GraveMistake extends Mistake {
  readonly code: ErrorCode
  /** What was thrown, where something was. */
  readonly cause?: SluiceError
}

/**
 * What a look at a file has shown. A warning tells what is legal and likely wrong, and
 * keeps nothing from being applied.
 */
export interface Findings {
  readonly mistakes: readonly GraveMistake[]
  readonly warnings: readonly Mistake[]
}

export const NO_FINDINGS: Findings = { mistakes: [], warnings: [] }

/** All findings of several looks. */
export function joinFindings(...findings: readonly Findings[]): Findings {
  return {
    mistakes: findings.flatMap(({ mistakes }) => mistakes),
    warnings: findings.flatMap(({ warnings }) => warnings),
  }
}
