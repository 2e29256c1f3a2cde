import type { Model } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import {
  readInstallationId,
  readMapping,
  readMemory,
  readModel,
  refuseUnknownConfig,
  type MappingRecord,
  type Memory,
} from '@sluice/shared/store'
import type { AskDeps } from '../ask/ask-deps.ts'
import type { Asking } from '../ask/asker.ts'
import type { Visitor } from '../ask/visitor.ts'

/** Where a record is looked for, and by whom. */
export interface RecordScene {
  readonly installationId: string
  readonly mapping: MappingRecord
  readonly model: Model
  readonly memory: Memory
  readonly visitor: Visitor
  /** How the next question is asked: the first is told to the audit log, for all of them. */
  readonly asking: () => Asking
}

/** Fails with `mapping_unknown`, and with `source_unknown` where its model is gone. */
export async function readRecordScene(
  { db }: AskDeps,
  { mapping: id, signal }: { readonly mapping: string; readonly signal?: AbortSignal | undefined },
  visitor: Visitor,
): Promise<RecordScene> {
  const mapping = (await readMapping(db, id)) ?? (await refuseUnknownConfig(db, 'mapping', id))
  const model = await readModel(db, mapping.model)
  if (model === null) {
    throw new SluiceError('source_unknown', `the model of mapping ${id} is gone: apply the config again`, {
      subject: { kind: 'mapping', id },
    })
  }
  let look: Asking['look'] = { kind: 'mapping', id }
  return {
    installationId: await readInstallationId(db),
    mapping,
    model,
    memory: await readMemory(db, id),
    visitor,
    asking: () => {
      const asking = { visitor, look, signal }
      look = null
      return asking
    },
  }
}
