/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { Suggested } from '../suggest/suggested.ts'
import type { Suggesting } from './use-suggest.ts'

/** The button that fills empty fields from the model's columns, and what it did; without a script it sends the form. */
export function SuggestPart({
  suggesting: { state, suggested, problem, root, suggest, undo },
  model,
  isLive,
}: {
  readonly suggesting: Suggesting
  readonly model: string
  readonly isLive: boolean
}): VNode {
  const type = isLive ? 'button' : 'submit'
  return (
    <div class="suggest" ref={root}>
      <button
        class="quiet small"
        type={type}
        name="intent"
        value="suggest"
        disabled={isLive && (model === '' || state === 'asking')}
        onClick={isLive ? suggest : undefined}
      >
        Suggest fields
      </button>
      <div role="status">
        {state === 'asking' && <p>Reading the columns of {model} …</p>}
        {state === 'failed' && <p class="issue">failed: {problem}</p>}
        {state === 'filled' && suggested !== null && <Told suggested={suggested} model={model} />}
      </div>
      {state === 'filled' && suggested !== null && suggested.changes.length > 0 && (
        <>
          {!isLive && <input type="hidden" name="changes" value={JSON.stringify(suggested.changes)} />}
          <button
            class="quiet small"
            type={type}
            name="intent"
            value="suggest-undo"
            onClick={isLive ? undo : undefined}
          >
            Undo suggestions
          </button>
        </>
      )}
    </div>
  )
}

function Told({
  suggested: { filled, open },
  model,
}: {
  readonly suggested: Suggested
  readonly model: string
}): VNode {
  const count = filled.length === 1 ? '1 field was' : `${filled.length} fields were`
  return (
    <>
      <p>
        {filled.length === 0
          ? `No column of ${model} is named like a field that is still empty.`
          : `${count} filled from the columns of ${model}, by their names. Look through them before you save.`}
      </p>
      {filled.length > 0 && (
        <ul class="warnings" aria-label="Filled fields">
          {filled.map(({ title, column, score, reason }) => (
            <li key={title}>
              {title} ← <code>{column}</code>: {reason} ({Math.round(score * 100)} % sure)
            </li>
          ))}
        </ul>
      )}
      {open.length > 0 && (
        <ul class="warnings" aria-label="Left open">
          {open.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
    </>
  )
}
