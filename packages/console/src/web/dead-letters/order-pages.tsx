/** @jsxRuntime automatic @jsxImportSource preact */
import { discardDeadLetters, requeueDeadLetters } from '@sluice/operations'
import type { LettersLeft, LettersTaken } from '@sluice/shared/store'
import type { ComponentChildren, VNode } from 'preact'
import { redirect, view, type Page, type Visit } from '../pages/page.ts'
import { showForbidden } from '../failures/show-forbidden.tsx'
import { OrderButton } from '../parts/order-button.tsx'
import { Heading } from '../parts/section.tsx'
import { findLettersPath, parseScope, readScope, writeScope, type LetterScope } from './letter-scope.ts'

/** Says how many letters would go, then sends them on their way again. */
export const requeuePage: Page = {
  path: '/dead-letters/requeue',
  async show({ deps, query, ...visit }) {
    if (!isOperator(visit)) return showForbidden()
    const scope = readScope(query)
    const { document, left, taken } = await requeueDeadLetters(
      deps,
      { ...parseScope(scope), all: isAll(scope), dryRun: true },
      '',
    )
    const { requeued } = document
    return view(
      'Requeue',
      <Question
        title={`Requeue ${formatLetters(requeued)}?`}
        scope={scope}
        action="dead-letters/requeue"
        button={requeued === 0 ? null : `Requeue ${formatLetters(requeued)}`}
      >
        <p>
          {requeued === 0
            ? 'None of these letters can go.'
            : 'Their rows are mapped as the mapping is now, and sent. Those that fail again become dead letters again.'}
        </p>
        {left.map((each) => (
          <p key={`${each.mapping} ${each.why}`}>
            <Left {...each} />
          </p>
        ))}
        <Taken taken={taken} />
      </Question>,
    )
  },
  async act({ deps, form, actor }) {
    const scope = readScope(form)
    const { document } = await requeueDeadLetters(deps, { ...parseScope(scope), all: isAll(scope) }, actor)
    return redirect(findBack(scope), `${formatLetters(document.requeued)} on the way again.`)
  },
}

/** Says how many letters would be closed, then closes them for good. */
export const discardPage: Page = {
  path: '/dead-letters/discard',
  async show({ deps, query, ...visit }) {
    if (!isOperator(visit)) return showForbidden()
    const scope = readScope(query)
    const { document, taken } = await discardDeadLetters(
      deps,
      { ...parseScope(scope), all: isAll(scope), dryRun: true },
      '',
    )
    const { discarded } = document
    return view(
      'Discard',
      <Question
        title={`Discard ${formatLetters(discarded)}?`}
        scope={scope}
        action="dead-letters/discard"
        button={discarded === 0 ? null : `Discard ${formatLetters(discarded)}`}
        isDanger
      >
        <p>
          {discarded === 0
            ? 'None of these letters is open.'
            : 'They are closed for good: what they hold is not sent. Rows that change later are sent as ever.'}
        </p>
        <Taken taken={taken} />
      </Question>,
    )
  },
  async act({ deps, form, actor }) {
    const scope = readScope(form)
    const { document } = await discardDeadLetters(deps, { ...parseScope(scope), all: isAll(scope) }, actor)
    return redirect(findBack(scope), `${formatLetters(document.discarded)} discarded.`)
  },
}

function isOperator({ visitor }: Pick<Visit, 'visitor'>): boolean {
  return visitor.account.role === 'operator'
}

/** The page says how many all are before anybody orders it. */
function isAll(scope: LetterScope): boolean {
  return Object.keys(scope).length === 0
}

/** Where the rest of what was looked at is. */
function findBack({ id, mapping, sync }: LetterScope): string {
  if (id !== undefined) return `dead-letters/${id}`
  if (sync !== undefined) return `syncs/${encodeURIComponent(sync)}`
  return findLettersPath(mapping === undefined ? {} : { mapping })
}

function Question({
  title,
  scope,
  action,
  button,
  isDanger = false,
  children,
}: {
  readonly title: string
  readonly scope: LetterScope
  readonly action: string
  /** null where there is nothing to order. */
  readonly button: string | null
  readonly isDanger?: boolean
  readonly children: ComponentChildren
}): VNode {
  const { code, reason, mapping, sync } = scope
  return (
    <>
      <Heading title={title} back={{ href: findBack(scope), text: 'Back' }} />
      <div class="card question">
        {reason !== undefined && (
          <p>
            <code>{code}</code> {reason}
          </p>
        )}
        {(mapping ?? sync) !== undefined && (
          <p>
            {mapping !== undefined && <>Of the mapping {mapping}. </>}
            {sync !== undefined && <>Of the sync {sync}.</>}
          </p>
        )}
        {children}
        <div class="actions">
          {button !== null && (
            <OrderButton action={action} values={writeScope(scope)} look={isDanger ? 'danger' : 'main'}>
              {button}
            </OrderButton>
          )}
          <a href={findBack(scope)}>{button === null ? 'Back' : 'Leave them as they are'}</a>
        </div>
      </div>
    </>
  )
}

/** Why some letters stay as they are, and where that is mended. */
function Left({ mapping, destination, why, letters }: LettersLeft): VNode {
  const count = formatLetters(letters)
  switch (why) {
    case 'stage extract':
      return (
        <>
          {count} of {mapping} stay: their rows have no usable identifier, so there is nothing to send.{' '}
          <a href="models">Mend the model</a>; the next sync takes its rows.
        </>
      )
    case 'mapping removed':
      return (
        <>
          {count} stay: their mapping {mapping} was removed.
        </>
      )
    case 'mapping disabled':
      return (
        <>
          {count} stay: <a href={`mappings/${encodeURIComponent(mapping)}`}>{mapping}</a> is off.
        </>
      )
    case 'destination disabled':
      return (
        <>
          {count} of {mapping} stay: their destination{' '}
          <a href={`destinations/${encodeURIComponent(destination ?? '')}/settings`}>{destination}</a> is off.
        </>
      )
    default:
      return why satisfies never
  }
}

/** What became of letters that were meant and are not open any more. */
function Taken({ taken }: { readonly taken: readonly LettersTaken[] }): VNode {
  return (
    <>
      {taken.map(({ status, actor, letters }) => (
        <p key={`${status} ${actor}`}>
          {formatLetters(letters)} {letters === 1 ? 'is' : 'are'} {status} already
          {actor !== null && `, by ${actor}`}.
        </p>
      ))}
    </>
  )
}

/** `1 dead letter`, `1,200 dead letters` */
function formatLetters(count: number): string {
  return `${count.toLocaleString('en-US')} dead ${count === 1 ? 'letter' : 'letters'}`
}
