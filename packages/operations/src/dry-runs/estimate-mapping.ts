import type { Forecast, SyncDocument } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import type { Actor, ExtractorDeps } from '../deps.ts'
import { waitForSync } from '../syncs/wait-for-sync.ts'
import { startDryRun, type StartDryRunInput } from './start-dry-run.ts'

/** What is estimated, and how long somebody waits for it. */
export interface EstimateMappingInput extends StartDryRunInput {
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** A dry run, with what most ask for beside its forecast; null until that is known. */
export interface EstimateDocument extends SyncDocument {
  readonly forecast: Forecast | null
  readonly apiCalls: number | null
}

/**
 * Starts a dry run and waits until it has ended; gives it as it stands where it takes longer. Fails as the sync would,
 * and with `dry_run_ended` where another sync has taken its place.
 */
export async function estimateMapping(
  deps: ExtractorDeps,
  { timeoutMs, signal, ...input }: EstimateMappingInput,
  actor: Actor,
): Promise<EstimateDocument> {
  const started = await startDryRun(deps, input, actor)
  const options = { timeoutMs, signal, onChange: () => {}, onIdle: () => {} }
  const { sync } = await waitForSync(deps, started, options)
  if (sync.status === 'failed' || sync.status === 'canceled') {
    throw new SluiceError(
      sync.errorCode ?? 'dry_run_ended',
      sync.error ?? `dry run ${sync.id} was canceled before it was through`,
      { subject: { kind: 'mapping', id: sync.mapping } },
    )
  }
  const forecast = sync.forecast ?? null
  return { ...sync, forecast, apiCalls: forecast?.apiCalls ?? null }
}
