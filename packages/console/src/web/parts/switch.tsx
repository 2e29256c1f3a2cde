/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'

/**
 * A switch that acts at once: a form of its own, which is sent (`enabled=on` or nothing) when it is switched, and
 * without script by the button beside it. What it did is said above the page.
 */
export function Switch({
  action,
  label,
  isOn,
  isDisabled = false,
  isLabelShown = true,
}: {
  /** Relative to where the console stands. */
  readonly action: string
  readonly label: string
  readonly isOn: boolean
  readonly isDisabled?: boolean
  readonly isLabelShown?: boolean
}): VNode {
  return (
    <form method="post" action={action} class="switch" data-switch>
      <label>
        <input
          type="checkbox"
          role="switch"
          name="enabled"
          checked={isOn}
          disabled={isDisabled}
          autocomplete="off"
          aria-label={label}
        />
        {isLabelShown && <span>{label}</span>}
      </label>
      <noscript>
        <button class="quiet" disabled={isDisabled}>
          Set
        </button>
      </noscript>
    </form>
  )
}
