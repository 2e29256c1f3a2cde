import { sampleModel } from '@sluice/operations'
import { data, type Page } from '../../pages/page.ts'
import { lookAtForm } from '../look/look-at-form.ts'
import { readLookQuestion, readSampleQuestion } from '../look/read-question.ts'
import { visitorOf } from './submit-mapping.ts'

/** Rows that somebody chooses from to look at a mapping with. */
const ROWS = 10

/** Gives the script of the editor some rows of a model. */
export const samplePage: Page = {
  path: '/editor/sample',
  async act(submission) {
    const { model } = readSampleQuestion(submission.form)
    return data(await sampleModel(submission.deps, { model, limit: ROWS }, visitorOf(submission)))
  },
}

/** Looks at what somebody types into the editor. */
export const lookPage: Page = {
  path: '/editor/look',
  async act(submission) {
    const { deps, form, nowMs } = submission
    const question = readLookQuestion(form)
    return data(await lookAtForm(deps, { ...question, now: new Date(nowMs) }, visitorOf(submission)))
  },
}
