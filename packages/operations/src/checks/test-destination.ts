import { isOk, type AskedDestination, type Check } from '@sluice/shared/domain'
import { listDestinations, refuseUnknownConfig, type DestinationRecord } from '@sluice/shared/store'
import type { AskDeps, TypedItem } from '../ask/ask-deps.ts'
import { readTypedItem } from '../ask/read-typed-item.ts'
import { refuseViewer } from '../ask/refuse-viewer.ts'
import type { Visitor } from '../ask/visitor.ts'
import { CLOSED_SECRETS } from '../closed-secrets.ts'
import { listMistakeChecks } from './list-mistake-checks.ts'

/** What the looks at a destination have shown. */
export interface DestinationTest {
  readonly destination: string
  readonly region: string
  /** False when a check has failed; a warning fails nothing. */
  readonly ok: boolean
  readonly checks: readonly Check[]
}

/** A destination of the config, or one that is not saved yet. */
export type TestDestinationInput = ({ readonly destination: string } | TypedItem) & {
  readonly signal?: AbortSignal | undefined
}

/**
 * Checks the write key, the region and the endpoint of a destination; sends no event. What is wrong with an item is a
 * check that has failed. Fails with `destination_unknown`, and for viewers with `operator_needed`.
 */
export async function testDestination(
  deps: AskDeps,
  input: TestDestinationInput,
  visitor: Visitor,
): Promise<DestinationTest> {
  const ask = async (destination: AskedDestination): Promise<readonly Check[]> => {
    const asking = { visitor, look: null, signal: input.signal }
    return (await deps.asker.ask({ kind: 'write key', destination }, asking)).checks
  }
  if ('item' in input) {
    refuseViewer(visitor, 'testing a destination that is not saved')
    const read = await readTypedItem(deps, 'destination', input.item)
    if ('mistakes' in read)
      return { destination: '', region: '', ok: false, checks: listMistakeChecks(read.mistakes) }
    const { id, region, writeKey } = read.value
    const checks = await ask({ typed: { id, region, writeKey } })
    return { destination: id, region, ok: isOk(checks), checks }
  }
  const { destination: id } = input
  const known = (await listDestinations(deps.db, CLOSED_SECRETS)).find((destination) => destination.id === id)
  if (known === undefined) return refuseUnknownConfig(deps.db, 'destination', id)
  const checks = [checkEnabled(known), ...(await ask({ id })), ...checkLastError(known)]
  return { destination: id, region: known.region, ok: isOk(checks), checks }
}

function checkEnabled({ enabled }: DestinationRecord): Check {
  return enabled
    ? { check: 'enabled', status: 'ok', detail: 'the destination is switched on' }
    : {
        check: 'enabled',
        status: 'failed',
        detail: `the destination is switched off, and nothing is sent to it`,
      }
}

/** What was refused before may be mended by now: only a sync will show. */
function checkLastError({ lastError, lastErrorAt }: DestinationRecord): readonly Check[] {
  if (lastError === null) return []
  const at = lastErrorAt === null ? '' : ` at ${lastErrorAt}`
  return [{ check: 'last error', status: 'warning', detail: `${lastError}${at}` }]
}
