/** @jsxRuntime automatic @jsxImportSource preact */
import { describeDelivered, type RecordDocument, type RecordVersion } from '@sluice/operations'
import type { VNode } from 'preact'
import { Facts } from '../parts/facts.tsx'
import { Section } from '../parts/section.tsx'
import { Tag } from '../parts/tag.tsx'
import { SyncLink } from '../syncs/sync-links.tsx'
import { Instant, formatUtc } from '../time/instant.tsx'
import { describeVersion, MOOD_OF_STATUS } from './describe-version.ts'

/** What is known of one record: how it stands, what became of its versions, and what comes next. */
export function Story({ story, nowMs }: { readonly story: RecordDocument; readonly nowMs: number }): VNode {
  const { mapping, recordId, foundBy, others, remembered, row, versions, notes, pending, waiting } = story
  return (
    <>
      {notes.length > 0 && (
        <ul class="notes" aria-label="Notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <Facts
        facts={[
          ['Record', recordId],
          ['Mapping', <a href={`mappings/${encodeURIComponent(mapping)}`}>{mapping}</a>],
          ['Found by', foundBy === 'record id' ? null : `its ${foundBy}`],
          ['Others', others.length === 0 ? null : <Others mapping={mapping} ids={others} />],
          [
            'Remembered',
            remembered === null ? 'nothing' : <Remembered remembered={remembered} nowMs={nowMs} />,
          ],
          ['Next', pending === null ? 'The next sync makes nothing of it.' : describePending(pending)],
          ['Waits for', waiting === null ? null : <Waits waiting={waiting} nowMs={nowMs} />],
        ]}
      />
      <Section title="What became of it">
        {versions.length === 0 ? (
          <p>Nothing is known of anything that was sent of it.</p>
        ) : (
          <ol class="timeline" aria-label="Versions">
            {versions.map((version) => (
              <Version
                key={`${version.epoch} ${version.version}`}
                version={version}
                last={versions.at(-1)}
                nowMs={nowMs}
              />
            ))}
          </ol>
        )}
      </Section>
      {pending?.event !== undefined && (
        <Section title="The event of the next sync">
          <Text name="Event" value={pending.event} />
        </Section>
      )}
      {row !== null && (
        <Section title="The row now">
          <Text name="Row" value={row} />
        </Section>
      )}
    </>
  )
}

function Version({
  version,
  last,
  nowMs,
}: {
  readonly version: RecordVersion
  readonly last: RecordVersion | undefined
  readonly nowMs: number
}): VNode {
  const { status, at, sync, deadLetter, messageIds, reason, epoch } = version
  return (
    <li>
      <p>
        <Tag {...MOOD_OF_STATUS[status]}>{status}</Tag> {describeVersion(version)}
        {at !== null && (
          <>
            {' '}
            <Instant at={at} nowMs={nowMs} />
          </>
        )}
        {sync !== null && (
          <>
            , in sync <SyncLink id={sync} />
          </>
        )}
        {deadLetter !== null && (
          <>
            , <a href={`dead-letters/${deadLetter}`}>dead letter {deadLetter}</a>
          </>
        )}
      </p>
      {reason !== null && <p>{reason}</p>}
      {epoch !== last?.epoch && <p>Before a reset or a baseline: its messageIds are of another epoch.</p>}
      {messageIds.map((id) => (
        <p key={id}>
          messageId <code>{id}</code>
        </p>
      ))}
    </li>
  )
}

function Remembered({
  remembered,
  nowMs,
}: {
  readonly remembered: NonNullable<RecordDocument['remembered']>
  readonly nowMs: number
}): VNode {
  const { version, deletedAt, sync } = remembered
  return (
    <>
      version {version}
      {sync !== null && (
        <>
          {' '}
          of sync <SyncLink id={sync} />
        </>
      )}
      ; {describeDelivered(remembered)}
      {deletedAt !== null && (
        <>
          ; deleted <Instant at={deletedAt} nowMs={nowMs} />
        </>
      )}
    </>
  )
}

function Waits({
  waiting: { reason, since, until },
  nowMs,
}: {
  readonly waiting: NonNullable<RecordDocument['waiting']>
  readonly nowMs: number
}): VNode {
  return (
    <>
      {reason}
      {until !== null && (
        <>
          , <Instant at={until} nowMs={nowMs} format={formatUtc} />
        </>
      )}
      {since !== null && (
        <>
          , since <Instant at={since} nowMs={nowMs} />
        </>
      )}
    </>
  )
}

function Others({ mapping, ids }: { readonly mapping: string; readonly ids: readonly string[] }): VNode {
  return (
    <>
      {ids.map((id, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <a href={`records?${new URLSearchParams({ mapping, id })}`}>{id}</a>
        </span>
      ))}
    </>
  )
}

function Text({ name, value }: { readonly name: string; readonly value: unknown }): VNode {
  return (
    <pre class="event" tabIndex={0} aria-label={name} role="region">
      {JSON.stringify(value, null, 2)}
    </pre>
  )
}

function describePending({
  op,
  version,
  outcome,
  reason,
  messageId,
}: NonNullable<RecordDocument['pending']>): string {
  const what =
    outcome === 'event'
      ? `is sent${messageId === null ? '' : ` under messageId ${messageId}`}`
      : outcome === 'skipped'
        ? `is kept back: ${reason ?? ''}`
        : `becomes a dead letter: ${reason ?? ''}`
  return `As ${op}, version ${version}, it ${what}.`
}
