import type { Region } from './region.ts'

/**
 * How an emulator shall behave; without any options it takes every write key in every
 * region and refuses nothing by rate.
 */
export interface EmulatorOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number | undefined
  /** 127.0.0.1 by default. Nothing asks for a password: think before opening it to a network. */
  readonly host?: string | undefined
  /** The known write keys with the region of each; every key in every region if absent. */
  readonly writeKeys?: Readonly<Record<string, Region>> | undefined
  /** Answers an unknown write key with 401, where Segment answers 200 and drops the events. */
  readonly strict?: boolean | undefined
  /** Answers 429 to a write key above this rate. */
  readonly rateLimit?: { readonly requestsPerSecond: number } | undefined
  /** Keeps only the newest so many accepted events; counts and dedupe stay exact. Everything is kept if absent. */
  readonly maxEvents?: number | undefined
  /** Gets one line per ingest request, without write keys and values. */
  readonly log?: ((line: string) => void) | undefined
  /** The clock, in milliseconds since 1970. */
  readonly now?: (() => number) | undefined
}
