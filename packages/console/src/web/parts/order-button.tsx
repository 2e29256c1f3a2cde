/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'

/** A button that is a form of its own: it asks for a page (`get`), or orders something at once. */
export function OrderButton({
  action,
  method = 'post',
  values = {},
  look = 'quiet',
  isDisabled = false,
  children,
}: {
  /** Relative to where the console stands. */
  readonly action: string
  readonly method?: 'get' | 'post'
  readonly values?: Readonly<Record<string, string>>
  readonly look?: 'main' | 'quiet' | 'danger'
  readonly isDisabled?: boolean
  readonly children: string
}): VNode {
  return (
    <form class="order" method={method} action={action}>
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button class={look === 'main' ? undefined : look} disabled={isDisabled}>
        {children}
      </button>
    </form>
  )
}
