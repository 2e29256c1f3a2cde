import { suggestMappingFields } from '@sluice/operations'
import { ACTION_NAMES } from '@sluice/shared/domain'
import { readAsking } from '../../config/read-asking.ts'
import type { Submission } from '../../pages/page.ts'
import type { FormAction } from '../fields/list-fields.ts'
import type { MappingForm } from '../form/mapping-form.ts'
import { readChanges } from '../look/read-question.ts'
import { fillFields } from '../suggest/fill-fields.ts'
import { takeBack } from '../suggest/suggested.ts'
import type { Editing } from './show-editor.tsx'

/** The form with its empty fields filled, or with what was filled taken back. Fails as `suggestMappingFields` does. */
export async function suggestWithoutScript(
  submission: Submission,
  intent: 'suggest' | 'suggest-undo',
  { form, actions }: { readonly form: MappingForm; readonly actions: readonly FormAction[] },
): Promise<Pick<Editing, 'form' | 'suggested'>> {
  if (intent === 'suggest-undo') {
    return { form: { ...form, fields: takeBack(form.fields, readChanges(submission.form)) }, suggested: null }
  }
  const { model } = form
  const action = ACTION_NAMES.find((name) => name === form.action)
  if (action === undefined) return { form, suggested: null }
  const asked = await suggestMappingFields(submission.deps, { model, action }, readAsking(submission))
  const { fields, suggested } = fillFields(form, asked, actions)
  return { form: { ...form, fields }, suggested }
}
