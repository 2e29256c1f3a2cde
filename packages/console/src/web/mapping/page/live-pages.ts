import { sampleModel, suggestMappingFields } from '@sluice/operations'
import { SluiceError } from '@sluice/shared/errors'
import { data, type Data, type Page } from '../../pages/page.ts'
import { lookAtForm } from '../look/look-at-form.ts'
import { readLookQuestion, readSampleQuestion, readSuggestQuestion } from '../look/read-question.ts'
import { readAsking } from '../../config/read-asking.ts'

/** Rows that somebody chooses from to look at a mapping with. */
const ROWS = 10

/** Gives the script of the editor some rows of a model. */
export const samplePage: Page = {
  path: '/editor/sample',
  async act(submission) {
    const { model } = readSampleQuestion(submission.form)
    return told(() => sampleModel(submission.deps, { model, limit: ROWS }, readAsking(submission)))
  },
}

/** Gives the script of the editor fields for the columns of a model. */
export const suggestPage: Page = {
  path: '/editor/suggest',
  async act(submission) {
    const question = readSuggestQuestion(submission.form)
    return told(() => suggestMappingFields(submission.deps, question, readAsking(submission)))
  },
}

/** Looks at what somebody types into the editor. */
export const lookPage: Page = {
  path: '/editor/look',
  async act(submission) {
    const { deps, form, nowMs } = submission
    const question = readLookQuestion(form)
    return told(() => lookAtForm(deps, { ...question, now: new Date(nowMs) }, readAsking(submission)))
  },
}

/** What a look gives, or why it gives nothing: to be told beside the form, and no error of the page. */
async function told(look: () => Promise<object>): Promise<Data> {
  try {
    return data(await look())
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    return data({ failed: error.lines.join('; ') })
  }
}
