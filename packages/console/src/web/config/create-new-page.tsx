/** @jsxRuntime automatic @jsxImportSource preact */
import type { WrittenItem } from '@sluice/config'
import type { ComponentChildren } from 'preact'
import { capitalize } from '../parts/capitalize.ts'
import { redirect, view, type Page, type View, type Visit } from '../pages/page.ts'
import { Heading } from '../parts/section.tsx'
import { ItemFormView } from './item-form.tsx'
import { listItemFields } from './item-keys.ts'
import { findItemPath } from './find-item-path.ts'
import type { ItemKind } from './item-kind.ts'
import { saveTyped } from './save-typed.ts'
import { createFormState, readTyped, readTypedItem, writeValues } from './typed-item.ts'
import { readText } from './read-text.ts'

/** A form for a new item; once it is there, its own page. */
export function createNewPage<Context>(kind: ItemKind<Context>): Page {
  const title = `Add ${kind.kind}`
  const action = `${kind.place}/new`

  async function show(
    visit: Visit,
    before: WrittenItem,
    typed: Partial<{ values: Record<string, string>; issues: Readonly<Record<string, string>> }>,
    rest: { readonly status?: number; readonly answer?: ComponentChildren } = {},
  ): Promise<View> {
    const context = await kind.readContext(visit)
    const item = { ...kind.begin(visit, context), ...before }
    const fields = listItemFields(kind.kind, item)
    const isOperator = visit.visitor.account.role === 'operator'
    return view(
      title,
      <>
        <Heading title={title} back={{ href: kind.list ?? kind.place, text: kind.title }} />
        <ItemFormView
          kind={kind}
          form={{
            fields,
            before: {},
            values: { ...writeValues(fields, item), ...typed.values },
            issues: typed.issues ?? {},
            context,
            isOpen: isOperator,
          }}
          document={null}
          action={action}
          canAsk={isOperator}
          answer={rest.answer ?? null}
        />
      </>,
      rest.status === undefined ? {} : { status: rest.status },
    )
  }

  return {
    path: `/${kind.place}/new`,
    show: (visit) => show(visit, {}, {}),
    async act(submission) {
      const values = readTyped(submission.form)
      const type = values['type'] === undefined ? {} : { type: values['type'] }
      const fields = listItemFields(kind.kind, type)
      const typed = readTypedItem(fields, values, {})
      const step = submission.form.get('step')
      if (step === 'ask' && kind.question !== undefined) {
        // Its name has nothing to do with the answer.
        const { id: _id, ...nameless } = typed
        return show(submission, type, { values }, { answer: await kind.question.ask(submission, nameless) })
      }
      const item = kind.fix?.(typed) ?? typed
      const id = readText(item, 'id')
      const saved = await saveTyped(submission, { kind: kind.kind, id, item, seen: null })
      if (saved.kind === 'saved')
        return redirect(findItemPath(kind.kind, id), `${capitalize(kind.kind)} ${id} is there.`)
      const mistakes = saved.kind === 'invalid' ? saved.mistakes : []
      return show(submission, type, createFormState(values, mistakes, fields))
    },
  }
}
