/** @jsxRuntime automatic @jsxImportSource preact */
import { readItem, removeItem, type ItemDocument } from '@sluice/operations'
import { SluiceError } from '@sluice/shared/errors'
import { redirect, view, type Page, type View } from '../pages/page.ts'
import { DeleteForm } from '../parts/delete-by-name.tsx'
import { Heading } from '../parts/section.tsx'
import { findItemPath } from './find-item-path.ts'
import type { ItemPlace } from './item-kind.ts'

/** Asks for the name of an item before it is deleted; one that others need stays, and they are named. */
export function createDeletePage(kind: ItemPlace): Page {
  async function show(
    { id, version }: ItemDocument,
    issues: Readonly<Record<string, string>>,
    use: Awaited<ReturnType<typeof kind.showUse>>,
  ): Promise<View> {
    const title = `Delete ${id}?`
    return view(
      title,
      <>
        <Heading title={title} back={{ href: findItemPath(kind.kind, id), text: id }} />
        <DeleteForm
          kind={kind.kind}
          name={id}
          href={`${kind.place}/${encodeURIComponent(id)}/delete`}
          version={version}
          back={findItemPath(kind.kind, id)}
          state={{ values: {}, issues }}
        />
        {use}
      </>,
      {},
    )
  }

  return {
    path: `/${kind.place}/:id/delete`,
    async show(visit) {
      const document = await readItem(visit.deps, { kind: kind.kind, id: visit.params['id'] ?? '' })
      return show(document, {}, await kind.showUse(visit, document))
    },
    async act(submission) {
      const { deps, params, form, actor } = submission
      const document = await readItem(deps, { kind: kind.kind, id: params['id'] ?? '' })
      const { id, version } = document
      if (form.get('confirmation')?.trim() !== id)
        return show(document, { confirmation: `is not ${id}` }, null)
      try {
        await removeItem(deps, { kind: kind.kind, id, seen: form.get('version') ?? version }, actor)
      } catch (error) {
        if (!(error instanceof SluiceError)) throw error
        return {
          ...(await show(document, { '': error.message }, await kind.showUse(submission, document))),
          status: 409,
        }
      }
      return redirect(kind.list ?? kind.place, `${id} is deleted.`)
    },
  }
}
