/** @jsxRuntime automatic @jsxImportSource preact */
import { view, type View } from '../pages/page.ts'

/** A page that leads on by itself, and by a link where a browser does not. */
export function goOnView(title: string, href: string): View {
  return view(
    title,
    <section class="card narrow">
      <h1>{title}</h1>
      <p>
        <a href={href} autofocus>
          Go on
        </a>
      </p>
    </section>,
  )
}
