import { readItem } from '@sluice/operations'
import type { Page, View } from '../../pages/page.ts'
import { listFormActions } from '../fields/list-fields.ts'
import { EMPTY_FORM } from '../form/mapping-form.ts'
import { glance } from './glance.ts'
import { listModels } from './list-models.ts'
import { showEditor } from './show-editor.tsx'
import { submitMapping } from './submit-mapping.ts'

/** Adds a mapping to a destination. */
export const newMappingPage: Page = {
  path: '/destinations/:id/mappings/new',
  async show({ deps, params, nowMs, visitor, query }): Promise<View> {
    const destination = params['id'] ?? ''
    await readItem(deps, { kind: 'destination', id: destination })
    const models = await listModels(deps, destination)
    const asked = query.get('model') ?? ''
    const model = models.includes(asked) || models.length !== 1 ? asked : (models[0] ?? '')
    const form = { ...EMPTY_FORM, model }
    return showEditor({
      destination,
      known: null,
      standing: null,
      nowMs,
      form,
      look: glance(form, {}, new Date(nowMs)),
      actions: listFormActions(),
      models,
      isOperator: visitor.account.role === 'operator',
    })
  },
  async act(submission) {
    const destination = submission.params['id'] ?? ''
    await readItem(submission.deps, { kind: 'destination', id: destination })
    return submitMapping(submission, {
      destination,
      known: null,
      standing: null,
      models: await listModels(submission.deps, destination),
    })
  },
}
