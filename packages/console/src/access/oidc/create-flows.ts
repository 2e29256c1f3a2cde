import { randomBytes } from 'node:crypto'

/** A sign-in that is under way at the provider. */
export interface Flow {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  /** Where it leads to. */
  readonly next: string
  /** A form that waits for it. */
  readonly carried: string | null
}

/** Sign-ins under way, by what their browser holds: none is ended by another browser. */
export interface Flows {
  begin(flow: Flow): string
  /** null for one that is not known, has ended, or took too long; each is taken once. */
  take(id: string): Flow | null
}

/** How long somebody may be at the provider. */
export const FLOW_LIFETIME_MS = 600_000
/** Older ones make room. */
const FLOW_LIMIT = 200

/** No sign-ins yet; `now` is in milliseconds. They live in this process, as sessions do. */
export function createFlows(now: () => number): Flows {
  const flows = new Map<string, Flow & { readonly expiresAt: number }>()
  return {
    begin(flow) {
      for (const [id, { expiresAt }] of flows)
        if (expiresAt <= now() || flows.size >= FLOW_LIMIT) flows.delete(id)
      const id = randomBytes(32).toString('base64url')
      flows.set(id, { ...flow, expiresAt: now() + FLOW_LIFETIME_MS })
      return id
    },
    take(id) {
      const flow = flows.get(id)
      flows.delete(id)
      return flow !== undefined && flow.expiresAt > now() ? flow : null
    },
  }
}
