import { createRowEvent } from '@sluice/shared/domain'
import { parseDelta } from '@sluice/shared/queues'
import { VERSION } from '@sluice/shared/runtime'
import type { CompiledMapping, MapResult, compileMapping } from '../core/index.ts'
import type { TrialAnswer, TrialRequest } from './trial-message.ts'

/**
 * Answers a parent's rows, one at a time, with what its mapping makes of them. It may
 * die of one: that is what it is for.
 */
export function runTrial(host: NodeJS.Process, compile: typeof compileMapping): void {
  let mapping: CompiledMapping | null = null
  const answer = (message: TrialAnswer): void => void host.send?.(message)
  host.on('message', (request: TrialRequest) => {
    if ('mapping' in request) {
      const compiled = compile(request.mapping, { library: { name: 'sluice', version: VERSION } })
      if (!compiled.ok) host.exit(1)
      else {
        mapping = compiled.mapping
        answer({ isReady: true })
      }
    } else if (mapping !== null) {
      answer(mapText(mapping, request))
    }
  })
  // It shall not outlive its parent.
  host.on('disconnect', () => host.exit(0))
}

function mapText(
  mapping: CompiledMapping,
  { text, messageId, stagedAt }: Exclude<TrialRequest, { readonly mapping: unknown }>,
): MapResult {
  return mapping.map(createRowEvent(parseDelta(text), messageId, stagedAt))
}
