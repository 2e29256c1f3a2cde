/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { DeadLetterStage } from '@sluice/shared/domain'
import { OrderButton } from '../parts/order-button.tsx'
import { writeScope, type LetterScope } from './letter-scope.ts'

/** What can be done with letters; each button leads to a page that says first how many it would be. */
export function LetterOrders({
  scope,
  stage = null,
  suffix = '',
}: {
  readonly scope: LetterScope
  /** Letters of the stage extract have no record that could be sent again. */
  readonly stage?: DeadLetterStage | null
  /** ` all 12` */
  readonly suffix?: string
}): VNode {
  const values = writeScope(scope)
  return (
    <span class="orders">
      {stage !== 'extract' && (
        <OrderButton method="get" action="dead-letters/requeue" values={values}>
          {`Requeue${suffix}`}
        </OrderButton>
      )}
      <OrderButton method="get" action="dead-letters/discard" values={values}>
        {`Discard${suffix}`}
      </OrderButton>
    </span>
  )
}
