/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { view, type View } from '../pages/page.ts'
import { Heading } from '../parts/section.tsx'

/** A page that says what went wrong, and where to go on. */
export function errorView(
  status: number,
  title: string,
  text: ComponentChildren,
  cure?: ComponentChildren,
): View {
  return view(
    title,
    <>
      <Heading title={title} />
      <div class="verdict bad">
        <p>{text}</p>
      </div>
      <p>{cure ?? <a href=".">Go to the overview</a>}</p>
    </>,
    { status },
  )
}
