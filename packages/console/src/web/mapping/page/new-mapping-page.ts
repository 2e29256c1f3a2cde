import type { Page, View } from '../../pages/page.ts'
import { listFormActions } from '../fields/list-fields.ts'
import { EMPTY_FORM } from '../form/mapping-form.ts'
import { glance } from './glance.ts'
import { readNewTarget } from './read-new-target.ts'
import { showEditor } from './show-editor.tsx'
import { submitMapping } from './submit-mapping.ts'

/** Adds a mapping to a destination. */
export const newMappingPage: Page = {
  path: '/destinations/:id/mappings/new',
  async show({ deps, params, nowMs, visitor, query }): Promise<View> {
    const target = await readNewTarget(deps, params['id'] ?? '')
    const { models } = target
    const asked = query.get('model') ?? ''
    const model = models.includes(asked) || models.length !== 1 ? asked : (models[0] ?? '')
    const form = { ...EMPTY_FORM, model }
    return showEditor({
      ...target,
      nowMs,
      form,
      look: glance(form, {}, new Date(nowMs)),
      actions: listFormActions(),
      isOperator: visitor.account.role === 'operator',
    })
  },
  async act(submission) {
    return submitMapping(submission, await readNewTarget(submission.deps, submission.params['id'] ?? ''))
  },
}
