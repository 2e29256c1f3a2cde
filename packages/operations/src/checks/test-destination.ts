import { formatSuggestion } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import type { SecretBox } from '@sluice/shared/secrets'
import { listDestinations, type DestinationRecord } from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'
import { checkDestination, type CheckedUrls } from './check-destination.ts'
import { isOk, type DestinationCheck } from './check.ts'

/** What the looks at a destination have shown. */
export interface DestinationTest {
  readonly destination: string
  readonly region: string
  /** False when a check has failed; a warning fails nothing. */
  readonly ok: boolean
  readonly checks: readonly DestinationCheck[]
}

/** What opens a write key, and where Segment is asked. */
export interface TestDestinationDeps extends DatabaseDeps {
  readonly secrets: SecretBox
  readonly urls: CheckedUrls
}

/**
 * Checks the write key, the region and the endpoint of a destination; sends no event. Fails with `destination_unknown`.
 */
export async function testDestination(
  { db, secrets, urls }: TestDestinationDeps,
  { destination: id }: { readonly destination: string },
): Promise<DestinationTest> {
  const destination = findDestination(await listDestinations(db, secrets), id)
  const checks = await checkDestination(destination, urls)
  return { destination: id, region: destination.region, ok: isOk(checks), checks }
}

function findDestination(destinations: readonly DestinationRecord[], id: string): DestinationRecord {
  const found = destinations.find((destination) => destination.id === id)
  if (found !== undefined) return found
  const known = destinations.map((destination) => destination.id)
  throw new SluiceError(
    'destination_unknown',
    `there is no destination ${id}${formatSuggestion(id, known)}`,
    {
      subject: { kind: 'destination', id },
    },
  )
}
