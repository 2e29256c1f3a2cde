import { SluiceError } from '@sluice/shared/errors'
import { readSeen } from '../../config/carried.ts'
import { describeDeletion } from '../../config/deleted-notice.tsx'
import type { Submission, View } from '../../pages/page.ts'
import { listFormActions } from '../fields/list-fields.ts'
import { readForm } from '../form/read-form.ts'
import { lookAtForm } from '../look/look-at-form.ts'
import { readAsking } from '../../config/read-asking.ts'
import { readNewTarget } from './read-new-target.ts'
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
  const target = await readNewTarget(deps, String(seen['destination'])).catch((error: unknown) => {
    if (error instanceof SluiceError && error.code === 'destination_unknown') return null
    throw error
  })
  // Whatever it was sent to is gone, too: there is no form to make it in.
  if (target === null) return showTyped(notice)
  const look = { form, row: null, columns: null, now: new Date(nowMs) }
  return showEditor({
    ...target,
    nowMs,
    form,
    look: { ...(await lookAtForm(deps, look, readAsking(submission))), issues: {} },
    actions,
    notice,
    isOperator: true,
    isTyped: true,
    seen: { item: { ...seen, enabled: false }, version: null },
    status: 409,
  })
}
