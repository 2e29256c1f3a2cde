/** @jsxRuntime automatic @jsxImportSource preact */
import { view, type Submission, type View } from '../pages/page.ts'
import { Heading } from '../parts/section.tsx'
import { readSeen } from './carried.ts'
import { DeletedNotice, describeDeletion } from './deleted-notice.tsx'
import { ItemFormView } from './item-form.tsx'
import { listItemFields } from './item-keys.ts'
import type { ItemKind } from './item-kind.ts'
import { readTyped, readTypedItem, writeValues } from './typed-item.ts'

/** The form of an item that was deleted while somebody typed, as that of a new one; null where nothing was typed. */
export async function showDeleted<Context>(
  kind: ItemKind<Context>,
  submission: Submission,
): Promise<View | null> {
  const { form, params, deps } = submission
  const [id, seen, version] = [params['id'] ?? '', readSeen(form), form.get('version')]
  if (seen === null || version === null) return null
  const title = `Add ${kind.kind}`
  const fields = listItemFields(kind.kind, seen)
  const values = { ...readTyped(form), id }
  const fixed = { id, ...(typeof seen['type'] === 'string' ? { type: seen['type'] } : {}) }
  const typed = readTypedItem(
    fields.filter(({ kind: is }) => is !== 'secret'),
    { ...values, ...fixed },
    {},
  )
  const message = await describeDeletion(deps, { kind: kind.kind, id, version })
  return view(
    title,
    <>
      <Heading title={title} back={{ href: kind.list ?? kind.place, text: kind.title }} />
      <DeletedNotice message={message} typed={{ kind: kind.kind, id, item: typed }} button={title} />
      <ItemFormView
        kind={kind}
        form={{
          fields,
          before: {},
          values: { ...writeValues(fields, seen), ...values, ...fixed },
          issues: {},
          context: await kind.readContext(submission),
          isOpen: true,
        }}
        document={null}
        action={`${kind.place}/new`}
        canAsk
      />
    </>,
    { status: 409 },
  )
}
