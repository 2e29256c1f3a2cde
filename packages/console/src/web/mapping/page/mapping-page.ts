import { readItem } from '@sluice/operations'
import type { Page, View } from '../../pages/page.ts'
import { listFormActions } from '../fields/list-fields.ts'
import { writeForm } from '../form/write-form.ts'
import { glance } from './glance.ts'
import { listModels } from './list-models.ts'
import { showEditor } from './show-editor.tsx'
import { submitMapping } from './submit-mapping.ts'

/** A mapping, to look at and to change. */
export const mappingPage: Page = {
  path: '/mappings/:id',
  async show({ deps, params, nowMs, visitor }): Promise<View> {
    const known = await readItem(deps, { kind: 'mapping', id: params['id'] ?? '' })
    const actions = listFormActions()
    const destination = String(known.item.destination)
    const form = writeForm(known.item, actions)
    return showEditor({
      destination,
      known,
      form,
      look: glance(form, known.item, new Date(nowMs)),
      actions,
      models: await listModels(deps, destination),
      isOperator: visitor.account.role === 'operator',
    })
  },
  async act(submission) {
    const { deps, params } = submission
    const known = await readItem(deps, { kind: 'mapping', id: params['id'] ?? '' })
    const destination = String(known.item.destination)
    return submitMapping(submission, { destination, known, models: await listModels(deps, destination) })
  },
}
