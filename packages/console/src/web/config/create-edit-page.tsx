/** @jsxRuntime automatic @jsxImportSource preact */
import type { WrittenItem } from '@sluice/config'
import { readItem, type ItemDocument } from '@sluice/operations'
import { SluiceError } from '@sluice/shared/errors'
import type { ComponentChildren } from 'preact'
import {
  redirect,
  view,
  type Answer,
  type Page,
  type Submission,
  type View,
  type Visit,
} from '../pages/page.ts'
import { DeleteLink } from '../parts/delete-by-name.tsx'
import { Heading } from '../parts/section.tsx'
import { readSeen, takeChosen, type Met } from './carried.ts'
import { Conflict } from './conflict.tsx'
import { EffectsNotice } from './effects-notice.tsx'
import { ItemFormView } from './item-form.tsx'
import { listItemFields, type ItemField } from './item-keys.ts'
import { findItemPath, listItemPatterns } from './find-item-path.ts'
import type { ItemKind, ItemPlace } from './item-kind.ts'
import { ManagedByFile } from './managed-by.tsx'
import { meetChange } from './meet-change.ts'
import { saveTyped } from './save-typed.ts'
import { showDeleted } from './show-deleted.tsx'
import { createFormState, readTyped, readTypedItem, writeValues } from './typed-item.ts'

/** What the buttons say that decide what a change does to what was sent. */
const BUTTON = { name: 'step', keep: 'keep', resend: 'resend' } as const
const CHOICES = new Set<string>([BUTTON.keep, BUTTON.resend])

interface Typed {
  readonly values: Readonly<Record<string, string>>
  readonly issues: Readonly<Record<string, string>>
  /** The item that was seen when it was typed, and its version; what stands there now, if absent. */
  readonly version?: string
  readonly seen?: WrittenItem | null
  readonly status?: number
  /** At the top of the form. */
  readonly above?: ComponentChildren
  readonly answer?: ComponentChildren
}

/** One item, at each of its paths: its form, what it is used by, and what else can be done with it. */
export function createEditPages<Context>(kind: ItemKind<Context>): readonly Page[] {
  const place = (id: string): string => `${kind.place}/${encodeURIComponent(id)}`

  async function show(visit: Visit, document: ItemDocument, typed: Typed | null): Promise<View> {
    const { id, item, managedBy } = document
    const fields = listItemFields(kind.kind, item)
    const isOperator = visit.visitor.account.role === 'operator'
    const form = {
      fields,
      before: item,
      values: { ...writeValues(fields, item), ...typed?.values },
      issues: typed?.issues ?? {},
      context: await kind.readContext(visit),
      isOpen: isOperator && managedBy === 'console',
    }
    return view(
      id,
      <>
        <Heading title={id} back={{ href: kind.list ?? kind.place, text: kind.title }}>
          {kind.Actions?.(document, isOperator)}
        </Heading>
        {await kind.showHead?.(visit, document)}
        {managedBy === 'file' && (
          <ManagedByFile document={document} href={`${place(id)}/take-over`} isOperator={isOperator} />
        )}
        <ItemFormView
          kind={kind}
          form={form}
          document={typed?.version === undefined ? document : { ...document, version: typed.version }}
          seen={typed?.seen === undefined ? item : typed.seen}
          action={findItemPath(kind.kind, id)}
          canAsk={isOperator}
          above={typed?.above}
          answer={typed?.answer ?? null}
        />
        {await kind.showUse(visit, document)}
        {form.isOpen && (
          <p class="last">
            <DeleteLink kind={kind.kind} name={id} href={`${place(id)}/delete`} version={document.version} />
          </p>
        )}
      </>,
      typed?.status === undefined ? {} : { status: typed.status },
    )
  }

  return listItemPatterns(kind.kind).map((path) => ({
    path,
    show: async (visit) => show(visit, await read(visit, kind.kind), null),
    async act(submission) {
      try {
        return await act(submission)
      } catch (error) {
        if (!(error instanceof SluiceError) || error.code !== `${kind.kind}_unknown`) throw error
        const deleted = await showDeleted(kind, submission)
        if (deleted === null) throw error
        return deleted
      }
    },
  }))

  async function act(submission: Submission): Promise<Answer> {
    const { form } = submission
    const document = await read(submission, kind.kind)
    const { id, managedBy } = document
    const fields = listItemFields(kind.kind, document.item)
    const href = findItemPath(kind.kind, id)
    // What a file keeps is not in the form, and asked about as it is.
    const values = managedBy === 'file' ? writeValues(fields, document.item) : readTyped(form)
    const item = readTypedItem(
      fields.filter(({ name }) => name !== 'id' && name !== 'type' && name !== 'enabled'),
      values,
      document.item,
    )
    const version = form.get('version') ?? document.version
    const typed = { values, issues: {}, version, seen: readSeen(form) }
    const conflict = (met: Met, chosen: WrittenItem): Partial<Typed> => {
      const shown = writeValues(fields, chosen)
      const keys = fields.filter((field) => field.kind !== 'secret').map(({ name }) => name)
      return {
        values: { ...values, ...Object.fromEntries(keys.map((key) => [key, shown[key] ?? ''])) },
        above: <Conflict met={met} item={chosen} href={href} findLabel={(key) => findLabel(fields, key)} />,
      }
    }
    const chosen = takeChosen(form, item)
    if (chosen !== null) return show(submission, document, { ...typed, ...conflict(chosen.met, chosen.item) })
    const step = form.get('step') ?? ''
    if (step === 'ask' && kind.question !== undefined)
      return show(submission, document, { ...typed, answer: await kind.question.ask(submission, item) })
    const saved = await saveTyped(submission, {
      kind: kind.kind,
      id,
      item,
      seen: version,
      asksFirst: kind.changesEvents === true && !CHOICES.has(step),
      resend: step === BUTTON.resend,
    })
    switch (saved.kind) {
      case 'asked':
        return show(submission, document, {
          ...typed,
          above: <EffectsNotice told={saved.told} button={BUTTON} />,
        })
      case 'saved':
        return redirect(href, saved.isChanged ? `${id} is saved.` : 'Nothing was changed.')
      case 'invalid':
        return show(submission, document, { ...typed, ...createFormState(values, saved.mistakes, fields) })
      case 'conflict': {
        const isHidden = (key: string): boolean =>
          !fields.some(({ name, kind: is }) => name === key && is !== 'secret')
        const meeting = meetChange(typed.seen, saved.now.item, item, isHidden)
        const { message } = saved
        const { collisions } = meeting
        return show(submission, saved.now, {
          values,
          issues: {},
          status: 409,
          ...conflict({ message, collisions }, meeting.item),
        })
      }
      default:
        return saved satisfies never
    }
  }
}

function findLabel(fields: readonly ItemField[], key: string): string {
  return fields.find(({ name }) => name === key)?.label ?? key
}

function read({ deps, params }: Visit, kind: ItemPlace['kind']): Promise<ItemDocument> {
  return readItem(deps, { kind, id: params['id'] ?? '' })
}
