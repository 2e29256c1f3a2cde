import { SluiceError, type ErrorCode } from '@sluice/shared/errors'
import type { ExtractPayload, JobExecution, TickPayload, TypedQueue } from '@sluice/shared/queues'
import type { Logger } from '@sluice/shared/runtime'
import { createSync, type Queryable } from '@sluice/shared/store'
import type { FlowMeter } from './measure/index.ts'

// A beat that meets one of these passes in silence: the next one comes.
const REASONS_TO_SKIP: readonly ErrorCode[] = [
  'sync_running',
  'mapping_disabled',
  'mapping_unknown',
  'destination_disabled',
]

/** The story of one beat of a schedule: start a sync, unless the mapping's last one still runs. */
export function createTickProcessor(edges: {
  readonly log: Logger
  readonly db: Queryable
  readonly extract: TypedQueue<ExtractPayload>
  readonly meter: Pick<FlowMeter, 'countTick'>
}): (execution: JobExecution<TickPayload>) => Promise<void> {
  return async ({ payload }) => {
    try {
      const sync = await createSync(edges.db, { mapping: payload.mapping, trigger: 'schedule' })
      await edges.extract.add({ sync: sync.id, step: 'run' })
      edges.meter.countTick('started')
    } catch (error) {
      if (!(error instanceof SluiceError) || !REASONS_TO_SKIP.includes(error.code)) throw error
      edges.meter.countTick('skipped')
      edges.log.info({ mapping: payload.mapping, code: error.code }, 'schedule skipped a beat')
    }
  }
}
