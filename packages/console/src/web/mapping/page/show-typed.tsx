/** @jsxRuntime automatic @jsxImportSource preact */
import { DeletedNotice } from '../../config/deleted-notice.tsx'
import { view, type View } from '../../pages/page.ts'
import { Heading } from '../../parts/section.tsx'
import type { Notice } from './notice.tsx'

/** What was typed of a mapping that is gone with its destination, to be kept elsewhere. */
export function showTyped({ message, id, item }: Extract<Notice, { readonly kind: 'deleted' }>): View {
  return view(
    id,
    <>
      <Heading title={id} back={{ href: 'destinations', text: 'Destinations' }} />
      <DeletedNotice message={message} typed={{ kind: 'mapping', id, item }} button={null} />
    </>,
    { status: 409 },
  )
}
