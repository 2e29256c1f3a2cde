/** @jsxRuntime automatic @jsxImportSource preact */
import type { DestinationUsageDocument } from '@sluice/operations'
import { WARNING_PERCENT, calculateUsedPercent, formatUsageWarning } from '@sluice/shared/domain'
import type { VNode } from 'preact'
import { Table } from '../parts/table.tsx'
import { Tag } from '../parts/tag.tsx'

/** What each destination has used, and how much of its plan that is. */
export function UsageTable({
  destinations,
}: {
  readonly destinations: readonly DestinationUsageDocument[]
}): VNode {
  const warnings = destinations.flatMap((usage) => usage.warnings)
  return (
    <>
      {warnings.length > 0 && (
        <section class="verdict bad" aria-labelledby="nearly-used">
          <h2 id="nearly-used">Nearly used</h2>
          <ul>
            {warnings.map((warning) => (
              <li key={`${warning.destination} ${warning.of}`}>
                <strong>
                  <a href={`destinations/${encodeURIComponent(warning.destination)}/settings`}>
                    {warning.destination}
                  </a>
                </strong>
                <p>{formatUsageWarning(warning)}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Table
        name="Usage"
        columns={[
          'Destination',
          'Workspace',
          'Billing month',
          { count: 'API calls' },
          'Of the plan',
          { count: 'MTUs' },
          'Of the MTUs planned',
        ]}
        rows={destinations.map((usage) => [
          <a href={`destinations/${encodeURIComponent(usage.id)}/settings`}>{usage.id}</a>,
          usage.workspace ?? '',
          `${usage.from} to ${readLastDay(usage.to)}`,
          usage.apiCalls,
          <Share used={usage.apiCalls} planned={usage.callsAllowance ?? usage.maxCallsPerMonth} />,
          usage.mtus,
          <Share used={usage.mtus} planned={usage.mtuAllowance} />,
        ])}
      />
    </>
  )
}

function Share({
  used,
  planned,
}: {
  readonly used: number
  readonly planned: number | null
}): VNode | string {
  if (planned === null) return '–'
  const percent = calculateUsedPercent(used, planned)
  const text = `${percent} % of ${planned.toLocaleString('en-US')}`
  return percent < WARNING_PERCENT ? text : <Tag mood={percent < 100 ? 'busy' : 'bad'}>{text}</Tag>
}

/** The day before the one that is not in it any more. */
function readLastDay(to: string): string {
  return new Date(Date.parse(to) - 86_400_000).toISOString().slice(0, 10)
}
