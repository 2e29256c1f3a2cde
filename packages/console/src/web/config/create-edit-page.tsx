/** @jsxRuntime automatic @jsxImportSource preact */
import { readItem, type ItemDocument } from '@sluice/operations'
import type { ComponentChildren } from 'preact'
import { redirect, view, type Page, type View, type Visit } from '../pages/page.ts'
import { DeleteLink } from '../parts/delete-by-name.tsx'
import { Heading } from '../parts/section.tsx'
import { Conflict } from './conflict.tsx'
import { EffectsNotice } from './effects-notice.tsx'
import { ItemFormView } from './item-form.tsx'
import { listItemFields } from './item-keys.ts'
import { findFormPath, type ItemKind, type ItemPlace } from './item-kind.ts'
import { ManagedByFile } from './managed-by.tsx'
import { saveTyped } from './save-typed.ts'
import { createFormState, readTyped, readTypedItem, writeValues } from './typed-item.ts'

/** What the buttons say that decide what a change does to what was sent. */
const BUTTON = { name: 'step', keep: 'keep', resend: 'resend' } as const
const CHOICES = new Set<string>([BUTTON.keep, BUTTON.resend])

interface Typed {
  readonly values: Readonly<Record<string, string>>
  readonly issues: Readonly<Record<string, string>>
  /** The version that was seen when it was typed; what stands there now, if absent. */
  readonly version?: string
  readonly status?: number
  /** At the top of the form. */
  readonly above?: ComponentChildren
  /** Before the form. */
  readonly notice?: ComponentChildren
  readonly answer?: ComponentChildren
}

/** One item: its form, what it is used by, and what else can be done with it. */
export function createEditPage<Context>(kind: ItemKind<Context>): Page {
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
        <Heading title={id} back={{ href: kind.place, text: kind.title }}>
          {kind.Actions?.(document, isOperator)}
        </Heading>
        {await kind.showHead?.(visit, document)}
        {typed?.notice}
        {managedBy === 'file' && (
          <ManagedByFile document={document} href={`${place(id)}/take-over`} isOperator={isOperator} />
        )}
        <ItemFormView
          kind={kind}
          form={form}
          document={typed?.version === undefined ? document : { ...document, version: typed.version }}
          action={findFormPath(kind, id)}
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

  return {
    path: `/${kind.formPath?.(':id') ?? `${kind.place}/:id`}`,
    show: async (visit) => show(visit, await read(visit, kind.kind), null),
    async act(submission) {
      const { form } = submission
      const document = await read(submission, kind.kind)
      const { id, managedBy } = document
      const fields = listItemFields(kind.kind, document.item)
      // What a file keeps is not in the form, and asked about as it is.
      const values = managedBy === 'file' ? writeValues(fields, document.item) : readTyped(form)
      const item = readTypedItem(
        fields.filter(({ name }) => name !== 'id' && name !== 'type' && name !== 'enabled'),
        values,
        document.item,
      )
      const seen = form.get('version') ?? document.version
      const step = form.get('step') ?? ''
      if (step === 'ask')
        return show(submission, document, {
          values,
          issues: {},
          version: seen,
          answer: await kind.question.ask(submission, item),
        })
      const saved = await saveTyped(submission, {
        kind: kind.kind,
        id,
        item,
        seen,
        asksFirst: kind.changesEvents === true && !CHOICES.has(step),
        resend: step === BUTTON.resend,
      })
      if (saved.kind === 'asked')
        return show(submission, document, {
          values,
          issues: {},
          version: seen,
          above: <EffectsNotice told={saved.told} button={BUTTON} />,
        })
      if (saved.kind === 'saved')
        return redirect(findFormPath(kind, id), saved.isChanged ? `${id} is saved.` : 'Nothing was changed.')
      if (saved.kind === 'invalid')
        return show(submission, document, {
          ...createFormState(values, saved.mistakes, fields),
          version: seen,
        })
      const href = findFormPath(kind, id)
      return show(submission, saved.now, {
        values,
        issues: {},
        status: 409,
        notice: (
          <Conflict now={saved.now} message={saved.message} fields={fields} typed={values} href={href} />
        ),
      })
    },
  }
}

function read({ deps, params }: Visit, kind: ItemPlace['kind']): Promise<ItemDocument> {
  return readItem(deps, { kind, id: params['id'] ?? '' })
}
