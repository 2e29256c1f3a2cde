import { readItem, readMappingStatus, type ItemDocument } from '@sluice/operations'
import type { Page, View, Visit } from '../../pages/page.ts'
import { listFormActions } from '../fields/list-fields.ts'
import { writeForm } from '../form/write-form.ts'
import { glance } from './glance.ts'
import { listModels } from './list-models.ts'
import { showEditor } from './show-editor.tsx'
import { submitMapping, type Target } from './submit-mapping.ts'

/** A mapping, to look at and to change. */
export const mappingPage: Page = {
  path: '/mappings/:id',
  async show(visit): Promise<View> {
    const { nowMs, visitor } = visit
    const target = await readTarget(visit)
    const actions = listFormActions()
    const form = writeForm(target.known.item, actions)
    return showEditor({
      ...target,
      nowMs,
      form,
      look: glance(form, target.known.item, new Date(nowMs)),
      actions,
      isOperator: visitor.account.role === 'operator',
    })
  },
  act: async (submission) => submitMapping(submission, await readTarget(submission)),
}

async function readTarget({ deps, params }: Visit): Promise<Target & { readonly known: ItemDocument }> {
  const mapping = params['id'] ?? ''
  const known = await readItem(deps, { kind: 'mapping', id: mapping })
  const destination = String(known.item.destination)
  const [models, standing] = await Promise.all([
    listModels(deps, destination),
    readMappingStatus(deps, { mapping }),
  ])
  return { destination, known, models, standing }
}
