import type { DestinationOptions } from './options.ts'

/** A billing month: from 00:00 UTC of one day until 00:00 UTC of another. */
export interface BillingMonth {
  /** The month in which it begins: `2026-11`. */
  readonly name: string
  /** `2026-11-01` */
  readonly from: string
  /** The first day that is not in it. */
  readonly to: string
}

/** What a destination has used of a billing month, against what was planned. */
export interface DestinationUsage {
  readonly id: string
  readonly workspace: string | null
  readonly from: string
  readonly to: string
  /** Events that were delivered. */
  readonly apiCalls: number
  /** Users of the month; of a workspace, those of all its destinations together. */
  readonly mtus: number
  readonly callsAllowance: number | null
  readonly mtuAllowance: number | null
  readonly maxCallsPerMonth: number | null
}

/** What of a plan is nearly, or wholly, used. */
export interface UsageWarning {
  readonly destination: string
  readonly of: 'calls' | 'mtus' | 'max_calls'
  readonly used: number
  readonly planned: number
  /** Rounded down. */
  readonly percent: number
  /** `100` once all of it is used, `80` before. */
  readonly level: 80 | 100
}

/** So much of a plan is worth a warning. */
export const WARNING_PERCENT = 80

/** The billing month of an instant. */
export function findBillingMonth(at: Date, billingDay?: number | null): BillingMonth {
  const shifted = new Date(at.getTime() - ((billingDay ?? 1) - 1) * 86_400_000)
  return createBillingMonth(shifted.getUTCFullYear(), shifted.getUTCMonth(), billingDay)
}

/** The billing month that begins in a month such as `2026-11`; null for anything that is no such month. */
export function parseBillingMonth(name: string, billingDay?: number | null): BillingMonth | null {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(name) ?? []
  return year === undefined ? null : createBillingMonth(Number(year), Number(month) - 1, billingDay)
}

function createBillingMonth(year: number, month: number, billingDay?: number | null): BillingMonth {
  const day = billingDay ?? 1
  const from = formatDay(year, month, day)
  return { name: from.slice(0, 7), from, to: formatDay(year, month + 1, day) }
}

function formatDay(year: number, month: number, day: number): string {
  const date = new Date(0)
  // Date.UTC takes the years before 100 for those of the last century.
  date.setUTCFullYear(year, month, day)
  return date.toISOString().slice(0, 10)
}

/** How much of what was planned is used, in whole percent, rounded down. */
export function calculateUsedPercent(used: number, planned: number): number {
  return Math.floor((used * 100) / planned)
}

/**
 * What of a destination's plan is used to 80 % or more, or to another percentage: the one place that decides it, for
 * whoever shows it, logs it, or sends a message.
 */
export function listUsageWarnings(
  usage: DestinationUsage,
  fromPercent: number = WARNING_PERCENT,
): readonly UsageWarning[] {
  const plans = [
    { of: 'calls', used: usage.apiCalls, planned: usage.callsAllowance },
    { of: 'mtus', used: usage.mtus, planned: usage.mtuAllowance },
    { of: 'max_calls', used: usage.apiCalls, planned: usage.maxCallsPerMonth },
  ] as const
  return plans.flatMap(({ of, used, planned }) => {
    if (planned === null || used * 100 < planned * fromPercent) return []
    const percent = calculateUsedPercent(used, planned)
    return [{ destination: usage.id, of, used, planned, percent, level: used >= planned ? 100 : 80 }]
  })
}

const PLANNED_WORDS = {
  calls: 'the API calls of calls_allowance',
  mtus: 'the MTUs of mtu_allowance',
  max_calls: 'the API calls of max_calls_per_month',
} as const

/** A warning in words: `82 % of the API calls of calls_allowance are used (8,210 of 10,000)`. */
export function formatUsageWarning({ of, used, planned, percent }: UsageWarning): string {
  const write = (count: number): string => count.toLocaleString('en-US')
  return `${percent} % of ${PLANNED_WORDS[of]} are used (${write(used)} of ${write(planned)})`
}

/** What was planned, as the options of a destination say it. */
export function readPlan(
  options: DestinationOptions,
): Pick<DestinationUsage, 'workspace' | 'callsAllowance' | 'mtuAllowance' | 'maxCallsPerMonth'> {
  const { workspace, callsAllowance, mtuAllowance, maxCallsPerMonth } = options
  return {
    workspace: workspace ?? null,
    callsAllowance: callsAllowance ?? null,
    mtuAllowance: mtuAllowance ?? null,
    maxCallsPerMonth: maxCallsPerMonth ?? null,
  }
}
