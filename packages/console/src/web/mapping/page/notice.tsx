/** @jsxRuntime automatic @jsxImportSource preact */
import type { MappingTest } from '@sluice/operations'
import type { SluiceError } from '@sluice/shared/errors'
import type { ComponentChildren, VNode } from 'preact'
import type { Met } from '../../config/carried.ts'
import { Conflict } from '../../config/conflict.tsx'
import { DeletedNotice } from '../../config/deleted-notice.tsx'
import { EffectsNotice, type ToldEffects } from '../../config/effects-notice.tsx'
import { Cure } from '../../failures/cure.tsx'
import type { MappingItem } from '../form/write-form.ts'
import { findLabel } from './find-label.ts'

/** What a form of a mapping asks or tells before it goes on. */
export type Notice =
  | { readonly kind: 'error'; readonly error: SluiceError }
  /** Somebody else has changed it; `item` stands in the form. */
  | { readonly kind: 'changed'; readonly met: Met; readonly item: MappingItem }
  | { readonly kind: 'deleted'; readonly message: string; readonly id: string; readonly item: MappingItem }
  | { readonly kind: 'mistakes'; readonly lines: readonly string[] }
  | { readonly kind: 'effects'; readonly told: ToldEffects }
  | { readonly kind: 'test' }
  | { readonly kind: 'tested'; readonly test: MappingTest }

const BUTTON = { name: 'intent', keep: 'save-keep', resend: 'save-resend' } as const

/** The notice above a form; its buttons send the form. */
export function NoticePart({
  notice,
  href,
}: {
  readonly notice: Notice
  /** The mapping as it is saved. */
  readonly href: string
}): VNode {
  switch (notice.kind) {
    case 'error':
      return (
        <Told isBad title="That did not work">
          {notice.error.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
          <p>
            <Cure error={notice.error} />
          </p>
        </Told>
      )
    case 'changed':
      return <Conflict met={notice.met} item={notice.item} href={href} findLabel={findLabel} />
    case 'deleted': {
      const { message, id, item } = notice
      return <DeletedNotice message={message} typed={{ kind: 'mapping', id, item }} button="Create mapping" />
    }
    case 'mistakes':
      return (
        <Told isBad title="Nothing was saved">
          {notice.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </Told>
      )
    case 'effects':
      return <EffectsNotice told={notice.told} button={BUTTON} />
    case 'test':
      return (
        <Told title="Test mapping">
          <p>
            This sends one real event to Segment, made of the first row of the model that makes one. It counts
            as an API call, and whatever is connected to the source there receives it.
          </p>
          <div class="actions">
            <button name="intent" value="test-send">
              Send one event
            </button>
          </div>
        </Told>
      )
    case 'tested':
      return <Tested test={notice.test} />
    default:
      return notice satisfies never
  }
}

function Tested({ test: { preview, isSent, isAccepted, detail } }: { readonly test: MappingTest }): VNode {
  const record = typeof preview?.recordId === 'string' ? ` of record ${preview.recordId}` : ''
  const title = isAccepted
    ? `Segment took the event${record}`
    : isSent
      ? 'Segment did not take the event'
      : 'No event was sent'
  return (
    <Told isBad={!isAccepted} title={title}>
      <p>{isAccepted ? detail : `failed: ${detail}`}</p>
      {isSent && (
        <pre class="event" tabIndex={0} aria-label="Event that was sent">
          {JSON.stringify(preview?.event, null, 2)}
        </pre>
      )}
    </Told>
  )
}

function Told({
  title,
  isBad = false,
  children,
}: {
  readonly title: string
  readonly isBad?: boolean
  readonly children: ComponentChildren
}): VNode {
  return (
    <section class={isBad ? 'verdict bad' : 'verdict'} role="alert" aria-labelledby="notice-title">
      <h2 id="notice-title">{title}</h2>
      {children}
    </section>
  )
}
