/** @jsxRuntime automatic @jsxImportSource preact */
import { createContext, type ComponentType, type VNode } from 'preact'
import { useContext } from 'preact/hooks'

/** The islands that a page has, by name; each brings `browser/<name>.entry.tsx`. */
export const IslandsUsed = createContext<Set<string>>(new Set())

/**
 * A part of a page that lives on in the browser: written by the server like any other, then taken over by
 * `hydrateIsland` of `browser/<name>.entry.tsx` with the same props, which are JSON and no secret.
 */
export function Island<Props extends object>({
  name,
  of: Part,
  props,
}: {
  readonly name: string
  readonly of: ComponentType<Props>
  readonly props: Props
}): VNode {
  useContext(IslandsUsed).add(name)
  // Nothing in it may end the element that it stands in.
  const text = JSON.stringify(props).replaceAll('<', String.raw`\u003c`)
  return (
    <>
      <div data-island={name}>
        <Part {...props} />
      </div>
      <script type="application/json" dangerouslySetInnerHTML={{ __html: text }} />
    </>
  )
}
