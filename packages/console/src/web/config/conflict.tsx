/** @jsxRuntime automatic @jsxImportSource preact */
import type { WrittenItem } from '@sluice/config'
import type { VNode } from 'preact'
import { Table } from '../parts/table.tsx'
import { Tag } from '../parts/tag.tsx'
import { CARRIED, type Met } from './carried.ts'
import { findTaken, type Collision } from './meet-change.ts'

/**
 * Says that somebody has changed an item meanwhile: of each key what he saved beside what was typed, with a button
 * that puts either into the form around it.
 */
export function Conflict({
  met,
  item,
  href,
  findLabel,
}: {
  readonly met: Met
  /** What stands in the form. */
  readonly item: WrittenItem
  /** The item as it is saved. */
  readonly href: string
  readonly findLabel: (key: string) => string
}): VNode {
  const { message, collisions } = met
  return (
    <section class="verdict bad" role="alert" aria-label="Changed meanwhile">
      <h2>Somebody else has changed it meanwhile</h2>
      <p>{message}</p>
      {/* Enter in a field saves, and takes nothing. */}
      <button hidden />
      {collisions.length > 0 && (
        <>
          <input type="hidden" name={CARRIED.met} value={JSON.stringify(met)} />
          <Table
            name="Changed meanwhile"
            columns={['Field', 'There now', 'You typed']}
            rows={collisions.map((collision) => {
              const taken = findTaken(item, collision)
              return [
                findLabel(collision.key),
                <Side collision={collision} side="theirs" isTaken={taken === 'theirs'} />,
                <Side collision={collision} side="mine" isTaken={taken === 'mine'} />,
              ]
            })}
          />
        </>
      )}
      <p>
        What you typed is below, with what only they have changed. Save puts that in place of theirs, or{' '}
        <a href={href}>take what is there now</a>.
      </p>
    </section>
  )
}

function Side({
  collision,
  side,
  isTaken,
}: {
  readonly collision: Collision
  readonly side: 'theirs' | 'mine'
  readonly isTaken: boolean
}): VNode {
  return (
    <>
      <code>{writeSaid(collision[side])}</code>{' '}
      {isTaken ? (
        <Tag>in the form</Tag>
      ) : (
        <button class="quiet small" name={CARRIED.take} value={JSON.stringify({ key: collision.key, side })}>
          {side === 'theirs' ? 'Take theirs' : 'Take mine'}
        </button>
      )}
    </>
  )
}

function writeSaid(said: unknown): string {
  if (said === undefined || said === null || said === '') return 'nothing'
  return typeof said === 'string' ? said : JSON.stringify(said)
}
