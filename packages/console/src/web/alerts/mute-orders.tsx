/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'

const LENGTHS = [
  ['1h', '1 hour'],
  ['8h', '8 hours'],
  ['1d', '1 day'],
  ['7d', '7 days'],
  ['30d', '30 days'],
] as const

/** Which rule is muted, and of what. */
export interface MuteSubject {
  readonly rule: string
  readonly mapping?: string | null
  readonly destination?: string | null
}

/** Has nobody told for a while: a choice of lengths, and a button. */
export function MuteOrders({
  subject,
  label,
}: {
  readonly subject: MuteSubject
  readonly label: string
}): VNode {
  return (
    <form class="order mute" method="post" action="alerts/mute">
      {Object.entries(subject).map(([name, value]) =>
        value === null ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      <select name="for" aria-label={`For how long: ${label}`}>
        {LENGTHS.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <button class="quiet" aria-label={label}>
        Mute
      </button>
    </form>
  )
}
