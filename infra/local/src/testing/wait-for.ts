import { waitUntilReady } from '../wait-until-ready.ts'

/** Waits until a fact is true, and says which one was not after 40 s. */
export async function waitFor(fact: string, isTrue: () => boolean): Promise<void> {
  const { outcome } = await waitUntilReady({
    probe: () => Promise.resolve(isTrue()),
    hasExited: () => false,
    patienceMs: 40_000,
  })
  if (outcome !== 'ready') throw new Error(`still not true: ${fact}`)
}
