import { readItem } from '@sluice/operations'
import { SluiceError } from '@sluice/shared/errors'
import { readSeen } from '../../config/carried.ts'
import { describeDeletion } from '../../config/deleted-notice.tsx'
import type { Submission, View } from '../../pages/page.ts'
import { listFormActions } from '../fields/list-fields.ts'
import { readForm } from '../form/read-form.ts'
import { lookAtForm } from '../look/look-at-form.ts'
import { readAsking } from '../../config/read-asking.ts'
import { listModels } from './list-models.ts'
import { readSubmitted } from './read-submitted.ts'
import { showEditor } from './show-editor.tsx'
import { showTyped } from './show-typed.tsx'

/** The editor of a mapping that was deleted while somebody typed, to make it again; null where nothing was typed. */
export async function submitDeleted(submission: Submission): Promise<View | null> {
  const { deps, form: sent, params, nowMs } = submission
  const [seen, version] = [readSeen(sent), sent.get('version')]
  if (seen === null || version === null) return null
  const id = params['id'] ?? ''
  const actions = listFormActions()
  const form = { ...readSubmitted(sent), name: id }
  const { item } = readForm(form, { ...seen, enabled: false }, actions)
  const message = await describeDeletion(deps, { kind: 'mapping', id, version })
  const notice = { kind: 'deleted', message, id, item } as const
  const destination = String(seen['destination'])
  try {
    await readItem(deps, { kind: 'destination', id: destination })
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    // Whatever it was sent to is gone, too: there is no form to make it in.
    return showTyped(notice)
  }
  const look = { form, row: null, columns: null, now: new Date(nowMs) }
  return showEditor({
    destination,
    known: null,
    standing: null,
    nowMs,
    form,
    look: { ...(await lookAtForm(deps, look, readAsking(submission))), issues: {} },
    actions,
    models: await listModels(deps, destination),
    notice,
    isOperator: true,
    isTyped: true,
    seen: { item: { ...seen, enabled: false }, version: null },
    status: 409,
  })
}
