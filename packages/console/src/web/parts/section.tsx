/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact'

/** The head of a page: its one `h1`, and what can be done with all of it. */
export function Heading({
  title,
  back,
  children,
}: {
  readonly title: string
  /** Where it belongs to. */
  readonly back?: { readonly href: string; readonly text: string }
  readonly children?: ComponentChildren
}): VNode {
  return (
    <>
      {back !== undefined && (
        <p class="back">
          <a href={back.href}>{back.text}</a>
        </p>
      )}
      <div class="heading">
        <h1>{title}</h1>
        {children !== undefined && <div class="actions">{children}</div>}
      </div>
    </>
  )
}

/** A part of a page under a heading. */
export function Section({
  title,
  children,
}: {
  readonly title: string
  readonly children: ComponentChildren
}): VNode {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

/** Nothing is here yet, and what to do about it. */
export function Empty({ children }: { readonly children: ComponentChildren }): VNode {
  return <div class="empty card">{children}</div>
}

/** A link that leads to doing something. */
export function ButtonLink({ href, children }: { readonly href: string; readonly children: string }): VNode {
  return (
    <a class="button" href={href}>
      {children}
    </a>
  )
}
