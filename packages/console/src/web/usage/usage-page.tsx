/** @jsxRuntime automatic @jsxImportSource preact */
import { readUsage, readUsageDays } from '@sluice/operations'
import { parseBillingMonth } from '@sluice/shared/domain'
import { view, type Page } from '../pages/page.ts'
import { ChoiceFilter, Filters, readFilter } from '../parts/filters.tsx'
import { Empty, Heading } from '../parts/section.tsx'
import { UsageDays } from './usage-days.tsx'
import { UsageTable } from './usage-table.tsx'

/** While the month runs. */
const RENEW_AFTER_MS = 10_000

/** How many months can be chosen, beside the one that runs now. */
const MONTHS = 13

/** API calls and MTUs of a billing month by destination, against what was planned. */
export const usagePage: Page = {
  path: '/usage',
  async show({ deps, query, nowMs }) {
    const asked = readFilter(query, 'month')
    const month = parseBillingMonth(asked) === null ? undefined : asked
    const usage = await readUsage(deps, { month })
    const days = await readUsageDays(deps, usage)
    return view(
      'Usage',
      <>
        <Heading title="Usage" />
        <p>
          Every delivered event is an API call, and every user of a billing month an MTU. Calls are exact;
          MTUs follow within seconds and are right to 2 %.
        </p>
        <Filters action="usage">
          <ChoiceFilter
            name="month"
            label="Month"
            value={month ?? ''}
            choices={[
              { value: '', text: 'the one that runs now' },
              ...listMonths(nowMs, month).map((value) => ({ value, text: value })),
            ]}
          />
        </Filters>
        {usage.destinations.length === 0 ? (
          <Empty>
            There is no destination, and nothing was sent in {usage.month}.{' '}
            <a href="destinations">Go to the destinations</a>
          </Empty>
        ) : (
          <>
            <UsageTable destinations={usage.destinations} />
            <UsageDays days={days} destinations={usage.destinations} />
          </>
        )}
      </>,
      month === undefined ? { renewAfterMs: RENEW_AFTER_MS } : {},
    )
  },
}

/** The last months, and one that was asked for, newest first. */
function listMonths(nowMs: number, asked: string | undefined): readonly string[] {
  const now = new Date(nowMs)
  const last = Array.from({ length: MONTHS }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back)).toISOString().slice(0, 7),
  )
  return [...new Set([...last, ...(asked === undefined ? [] : [asked])])].toSorted().toReversed()
}
