/** @jsxRuntime automatic @jsxImportSource preact */
import type { ChannelTest } from '@sluice/operations'
import type { VNode } from 'preact'

/** What became of a test message. */
export function TestVerdict({
  test: { channel, ok, detail },
  isNameless = false,
}: {
  readonly test: ChannelTest
  /** Of a channel that has no name yet. */
  readonly isNameless?: boolean
}): VNode {
  const at = isNameless ? '' : ` at ${channel}`
  return (
    <div class={`verdict ${ok ? 'good' : 'bad'}`} role="status">
      <p>
        {ok ? `The test has arrived${at}: ${detail}.` : `failed: the test has not arrived${at}: ${detail}.`}
      </p>
    </div>
  )
}
