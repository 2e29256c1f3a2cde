/** @jsxRuntime automatic @jsxImportSource preact */
import type { ChannelTest } from '@sluice/operations'
import type { VNode } from 'preact'

/** What became of a test message. */
export function TestVerdict({ test: { channel, ok, detail } }: { readonly test: ChannelTest }): VNode {
  return (
    <div class={`verdict ${ok ? 'good' : 'bad'}`} role="status">
      <p>
        {ok
          ? `The test has arrived at ${channel}: ${detail}.`
          : `failed: the test has not arrived at ${channel}: ${detail}.`}
      </p>
    </div>
  )
}
