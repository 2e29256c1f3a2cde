import type { Check as AnyCheck } from '../output/format-checks.ts'

/** What one look at a destination has shown. */
export type Check = AnyCheck<'enabled' | 'write key' | 'endpoint' | 'last error'>
