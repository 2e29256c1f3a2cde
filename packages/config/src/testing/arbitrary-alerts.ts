import fc from 'fast-check'
import type { AlertChannel, AlertRule } from '@sluice/shared/domain'

const url = fc.constantFrom('https://hooks.example.com/a?b=${C}', 'http://127.0.0.1:8080/hook')
const secret = fc
  .uint8Array({ minLength: 24, maxLength: 64 })
  .map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`)
const address = fc.constantFrom('sluice@example.com', 'Sluice <sluice@example.com>')

/** Any channel of an id. */
export function arbitraryChannel(id: string): fc.Arbitrary<AlertChannel> {
  const nothing = { secret: fc.constant(null), from: fc.constant(null), to: fc.constant(null) }
  return fc.oneof(
    fc.record({
      id: fc.constant(id),
      type: fc.constant('webhook' as const),
      url,
      ...nothing,
      secret: fc.option(secret, { nil: null }),
    }),
    fc.record({ id: fc.constant(id), type: fc.constant('slack' as const), url, ...nothing }),
    fc.record({
      id: fc.constant(id),
      type: fc.constant('email' as const),
      url: fc.constant('smtps://user:p%40ss@mail.example.com:465'),
      ...nothing,
      from: address,
      to: fc.array(address, { minLength: 1, maxLength: 3 }),
    }),
  )
}

const ON: readonly Pick<AlertRule, 'on' | 'above'>[] = [
  { on: 'failed', above: null },
  { on: 'late', above: '15m' },
  { on: 'dead_letters', above: 100 },
  { on: 'dead_letters', above: '1d' },
  { on: 'usage', above: null },
  { on: 'usage', above: 90 },
]

/** Any rule of an id, about these mappings and channels. */
export function arbitraryRule(
  id: string,
  mappingIds: readonly string[],
  channelIds: readonly string[],
): fc.Arbitrary<AlertRule> {
  return fc
    .tuple(fc.constantFrom(...ON), fc.constantFrom(null, ...mappingIds), fc.subarray([...channelIds]))
    .map(([{ on, above }, mapping, channels]) => ({ id, on, mapping, above, channels }))
}
