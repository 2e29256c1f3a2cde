/** @jsxRuntime automatic @jsxImportSource preact */
import type { ItemDocument } from '@sluice/operations'
import type { VNode } from 'preact'
import { Table } from '../parts/table.tsx'
import type { ItemField } from './item-keys.ts'
import { writeValues } from './typed-item.ts'

/** Says that somebody has changed an item meanwhile, and what of it, beside what was typed. */
export function Conflict({
  now,
  message,
  fields,
  typed,
  href,
}: {
  readonly now: ItemDocument
  readonly message: string
  readonly fields: readonly ItemField[]
  readonly typed: Readonly<Record<string, string>>
  readonly href: string
}): VNode {
  const there = writeValues(fields, now.item)
  const rows = fields
    .filter(({ name, kind }) => kind !== 'secret' && (typed[name] ?? '') !== there[name])
    .map(({ name, label }) => [label, there[name] || 'nothing', typed[name] || 'nothing'])
  return (
    <section class="verdict bad" role="alert" aria-label="Changed meanwhile">
      <h2>Somebody has changed it meanwhile</h2>
      <p>{message}</p>
      {rows.length > 0 && (
        <Table name="Changed meanwhile" columns={['Field', 'There now', 'You typed']} rows={rows} />
      )}
      <p>
        What you typed is below. Save puts it in place of what is there, or{' '}
        <a href={href}>take what is there now</a>.
      </p>
    </section>
  )
}
