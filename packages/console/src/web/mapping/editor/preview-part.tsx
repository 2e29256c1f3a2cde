/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { Got, Look, Sample } from '../look/look.ts'
import { SIGNED_OUT } from './ask.ts'

/** The event of a chosen row as text, with its bytes and what is wrong with it. */
export function PreviewPart({
  look,
  problem,
  sample,
  row,
  isLive,
  canLook,
  onRow,
}: {
  readonly look: Look
  /** Why nobody could look; null where somebody did. */
  readonly problem: string | null
  readonly sample: Got<Sample>
  readonly row: number
  readonly isLive: boolean
  readonly canLook: boolean
  readonly onRow: (row: number) => void
}): VNode {
  const rows = sample.state === 'got' ? sample.value.rows : []
  const isSignedOut = problem === SIGNED_OUT || (sample.state === 'failed' && sample.message === SIGNED_OUT)
  return (
    <section class="preview" role="region" aria-labelledby="preview-title">
      <div class="heading">
        <h2 id="preview-title">Event preview</h2>
        {isLive && rows.length > 0 && (
          <label class="inline">
            Row{' '}
            <select value={row} onChange={({ currentTarget }) => onRow(Number(currentTarget.value))}>
              {rows.map(({ recordId }, index) => (
                <option key={index} value={index}>
                  {recordId ?? `row ${index + 1}, without an identifier`}
                </option>
              ))}
            </select>
          </label>
        )}
        {!isLive && canLook && (
          <button class="quiet" name="intent" value="preview">
            Preview
          </button>
        )}
      </div>
      <div role="status">
        <p>
          {problem ??
            look.preview?.summary ??
            (canLook ? findReason(look, sample, isLive) : 'Operators see the events of rows here.')}{' '}
          {isSignedOut && (
            <a href="sign-in" target="_blank" rel="noopener">
              Sign in
            </a>
          )}
        </p>
        {look.warnings.length > 0 && (
          <ul class="warnings" aria-label="Warnings">
            {look.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        )}
      </div>
      {problem === null && typeof look.preview?.text === 'string' && (
        <pre class="event" tabIndex={0} aria-label="Event">
          {look.preview.text}
        </pre>
      )}
    </section>
  )
}

/** Why there is no event to see. */
function findReason(look: Look, sample: Got<Sample>, isLive: boolean): string {
  if (!isLive) return 'Press Preview to see the event of a row.'
  if (Object.keys(look.issues).length > 0) return 'The event of a row is shown once what is marked is right.'
  switch (sample.state) {
    case 'waiting':
      return 'Reading some rows of the model …'
    case 'failed':
      return `failed: ${sample.message}`
    case 'got':
      return sample.value.rows.length === 0 ? 'The model has no rows to look at.' : 'Mapping the row …'
    default:
      return sample satisfies never
  }
}
