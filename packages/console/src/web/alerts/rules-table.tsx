/** @jsxRuntime automatic @jsxImportSource preact */
import { USUAL_ABOVE } from '@sluice/alerts/core'
import type { AlertRuleDocument, MuteDocument } from '@sluice/operations'
import type { AlertKind } from '@sluice/shared/domain'
import type { VNode } from 'preact'
import { findItemPath } from '../config/find-item-path.ts'
import { OrderButton } from '../parts/order-button.tsx'
import { Table } from '../parts/table.tsx'
import { Instant, formatUtc } from '../time/instant.tsx'
import { nameKind } from './name-kind.ts'
import { MuteOrders } from './mute-orders.tsx'

/** The rules as the config has them, and who has muted what. */
export function RulesTable({
  rules,
  isOperator,
  nowMs,
}: {
  readonly rules: readonly AlertRuleDocument[]
  readonly isOperator: boolean
  readonly nowMs: number
}): VNode {
  return (
    <Table
      name="What people want to be told of"
      columns={['Rule', 'Of what', 'About', 'Above', 'Tells', 'Muted']}
      rows={rules.map((rule) => [
        <a href={findItemPath('rule', rule.id)}>{rule.id}</a>,
        nameKind(rule.on),
        rule.mapping ?? EVERYTHING[rule.on] ?? 'every mapping',
        formatAbove(rule),
        rule.channels.length === 0 ? 'nobody: it is only shown' : rule.channels.join(', '),
        <>
          {rule.mutes.map((mute) => (
            <MuteLine
              key={`${mute.mapping}/${mute.destination}`}
              mute={mute}
              isOperator={isOperator}
              nowMs={nowMs}
            />
          ))}
          {isOperator && !rule.mutes.some(isOfAll) && (
            <MuteOrders subject={{ rule: rule.id }} label={`Mute ${rule.id}`} />
          )}
        </>,
      ])}
    />
  )
}

function MuteLine({
  mute,
  isOperator,
  nowMs,
}: {
  readonly mute: MuteDocument
  readonly isOperator: boolean
  readonly nowMs: number
}): VNode {
  const { rule, mapping, destination, until, by } = mute
  const values = {
    rule,
    ...(mapping === null ? {} : { mapping }),
    ...(destination === null ? {} : { destination }),
  }
  return (
    <div class="muted">
      {isOfAll(mute) ? 'All' : (mapping ?? destination)} until{' '}
      <Instant at={until} nowMs={nowMs} format={formatUtc} />, by {by}
      {isOperator && (
        <OrderButton action="alerts/unmute" values={values}>
          Unmute
        </OrderButton>
      )}
    </div>
  )
}

/** What a rule is about that names no mapping, where that are no mappings. */
const EVERYTHING: Partial<Readonly<Record<AlertKind, string>>> = {
  key_refused: 'every destination',
  usage: 'every destination',
}

function isOfAll({ mapping, destination }: MuteDocument): boolean {
  return mapping === null && destination === null
}

function formatAbove({ on, above }: AlertRuleDocument): string {
  const limit = above ?? USUAL_ABOVE[on]
  if (limit === null) return ''
  return on === 'usage' ? `${limit} %` : String(limit)
}
