import { readItem, readMappingStatus, type ItemDocument } from '@sluice/operations'
import { SluiceError } from '@sluice/shared/errors'
import type { Page, View, Visit } from '../../pages/page.ts'
import { listFormActions } from '../fields/list-fields.ts'
import { writeForm } from '../form/write-form.ts'
import { glance } from './glance.ts'
import { listModels } from './list-models.ts'
import { showEditor } from './show-editor.tsx'
import { submitDeleted } from './submit-deleted.ts'
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
  async act(submission) {
    try {
      return await submitMapping(submission, await readTarget(submission))
    } catch (error) {
      if (!(error instanceof SluiceError) || error.code !== 'mapping_unknown') throw error
      const deleted = await submitDeleted(submission)
      if (deleted === null) throw error
      return deleted
    }
  },
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
