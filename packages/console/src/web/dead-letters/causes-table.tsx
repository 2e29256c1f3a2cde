/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { LetterCause } from '@sluice/shared/store'
import { Section } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'
import { Instant } from '../time/instant.tsx'
import { LetterOrders } from './letter-orders.tsx'
import { findLettersPath, type LetterScope } from './letter-scope.ts'

/** How many causes are shown; those that are rarer are found with a narrower look. */
const MOST = 50

/** Why rows became dead letters, the most frequent cause first, each with what can be done; nothing for none. */
export function CausesTable({
  title,
  causes,
  scope,
  isOperator,
  nowMs,
}: {
  readonly title: string
  readonly causes: readonly LetterCause[]
  /** What all of them are of. */
  readonly scope: LetterScope
  readonly isOperator: boolean
  readonly nowMs: number
}): VNode | null {
  if (causes.length === 0) return null
  return (
    <Section title={title}>
      <Table
        name="Causes"
        columns={[
          'Cause',
          'Mapping',
          'Stage',
          { count: 'Open' },
          { count: 'All' },
          'Newest',
          ...(isOperator ? ['Order'] : []),
        ]}
        rows={causes.slice(0, MOST).map(({ mapping, stage, code, reason, letters, open, newestAt }) => {
          const own = { ...scope, mapping, stage, code, reason }
          return [
            <span class="cause">
              <a href={findLettersPath(own)}>{code}</a>
              <small>{reason}</small>
            </span>,
            <a href={findLettersPath({ ...scope, mapping })}>{mapping}</a>,
            stage,
            open,
            letters,
            <Instant at={newestAt} nowMs={nowMs} />,
            ...(isOperator ? [open > 0 ? <LetterOrders scope={own} stage={stage} /> : 'none open'] : []),
          ]
        })}
      />
      {causes.length > MOST && (
        <p class="hint">
          {(causes.length - MOST).toLocaleString('en-US')} rarer causes are not shown: choose a mapping or a
          sync.
        </p>
      )}
    </Section>
  )
}
