import { readItem, saveItem, sampleModel, testMapping, type SaveItemResult } from '@sluice/operations'
import { SluiceError } from '@sluice/shared/errors'
import { readSeen, takeChosen } from '../../config/carried.ts'
import { foresee } from '../../config/foresee.ts'
import { meetChange } from '../../config/meet-change.ts'
import { tellChanges } from '../../config/tell-changes.ts'
import { readAsking } from '../../config/read-asking.ts'
import { redirect, type Redirect, type Submission, type View } from '../../pages/page.ts'
import { listFormActions } from '../fields/list-fields.ts'
import { findInput, readForm } from '../form/read-form.ts'
import { writeForm, type MappingItem } from '../form/write-form.ts'
import { lookAtForm } from '../look/look-at-form.ts'
import type { Notice } from './notice.tsx'
import { readSubmitted } from './read-submitted.ts'
import { suggestWithoutScript } from './suggest-without-script.ts'
import { showEditor, type Editing } from './show-editor.tsx'

/** Rows that are looked through for one to show. */
const ROWS = 10

/** What was there before somebody typed. */
export type Target = Pick<Editing, 'destination' | 'known' | 'models' | 'standing'>

/** Does what the button of a mapping's form says, or shows the form again with what was typed. */
export async function submitMapping(submission: Submission, target: Target): Promise<View | Redirect> {
  const intent = submission.form.get('intent') ?? 'save'
  const actions = listFormActions()
  // Of one that was deleted meanwhile there is more than its form shows.
  const base: MappingItem = target.known?.item ?? {
    ...readSeen(submission.form),
    destination: target.destination,
    enabled: false,
  }
  // What a file keeps cannot be typed over, and is looked at and tried as it is.
  const isFile = target.known?.managedBy === 'file'
  const form = isFile ? writeForm(base, actions) : readSubmitted(submission.form)
  const { item, mistakes } = readForm(form, base, actions)
  const again = async (
    notice?: Notice,
    issues: Readonly<Record<string, string>> = {},
    changed: Partial<Pick<Editing, 'form' | 'suggested' | 'seen'>> = {},
  ): Promise<View> => {
    const isPreview = intent === 'preview'
    const look = await lookAgain(submission, changed.form ?? form, isPreview)
    return showEditor({
      ...target,
      nowMs: submission.nowMs,
      form,
      actions,
      seen: { item: readSeen(submission.form) ?? base, version: submission.form.get('version') },
      ...changed,
      look: { ...look, issues: isPreview ? look.issues : issues },
      notice,
      isOperator: true,
      isTyped: !isFile,
      // A form that comes back with what is wrong with it is an answer; browsers tell of others as errors.
      status: notice?.kind === 'changed' ? 409 : 200,
    })
  }
  const chosen = takeChosen(submission.form, item)
  if (chosen !== null)
    return again({ kind: 'changed', ...chosen }, {}, { form: writeForm(chosen.item, actions) })
  if (intent === 'preview') return again()
  const isSuggesting = !isFile && (intent === 'suggest' || intent === 'suggest-undo')
  if (mistakes.length > 0 && !isSuggesting)
    return again(undefined, Object.fromEntries(mistakes.map((each) => [each.input, each.message])))
  try {
    if (isSuggesting) {
      const changed = await suggestWithoutScript(submission, intent, { form, actions })
      return await again(undefined, {}, changed)
    }
    if (intent === 'test') return await again({ kind: 'test' })
    if (intent === 'test-send') {
      return await again({
        kind: 'tested',
        test: await testMapping(submission.deps, { item }, readAsking(submission)),
      })
    }
    return await save(submission, { target, item, intent, again })
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    if (error.code === 'config_exists') return again(undefined, { name: error.message })
    if (error.code !== 'changed_meanwhile' || target.known === null) return again({ kind: 'error', error })
    const { id } = target.known
    const now = await readItem(submission.deps, { kind: 'mapping', id })
    const meeting = meetChange(readSeen(submission.form), now.item, item)
    const notice = { message: tellChanges(error), collisions: meeting.collisions }
    return again(
      { kind: 'changed', met: notice, item: meeting.item },
      {},
      {
        form: writeForm(meeting.item, actions),
        seen: now,
      },
    )
  }
}

interface Saving {
  readonly target: Target
  readonly item: MappingItem
  readonly intent: string
  readonly again: (notice?: Notice, issues?: Readonly<Record<string, string>>) => Promise<View>
}

async function save(
  { deps, actor, form }: Submission,
  { target, item, intent, again }: Saving,
): Promise<View | Redirect> {
  const { known } = target
  const id = String(item.id)
  const request = { kind: 'mapping', id, item, seen: known === null ? null : form.get('version') } as const
  if (known !== null && intent === 'save') {
    const told = await foresee(deps, request, actor)
    if (told !== null) return again({ kind: 'effects', told })
  }
  const saved = await saveItem(deps, { ...request, resend: intent === 'save-resend' }, actor)
  if (!saved.ok) return againWith(saved.mistakes, again)
  const path = `mappings/${encodeURIComponent(id)}`
  if (known !== null) return redirect(path, saved.outcome === 'unchanged' ? 'Nothing had changed.' : 'Saved.')
  return redirect(path, `${id} was added. Enable it in the list of mappings once it is as you want it.`)
}

type Mistakes = Extract<SaveItemResult, { readonly ok: false }>['mistakes']

function againWith(mistakes: Mistakes, again: Saving['again']): Promise<View> {
  const lines = mistakes.filter(({ path }) => path.length === 0).map(({ message }) => message)
  const placed = mistakes.filter(({ path }) => path.length > 0)
  const issues = Object.fromEntries(placed.map(({ path, message }) => [findInput(path), message]))
  return again(lines.length > 0 ? { kind: 'mistakes', lines } : undefined, issues)
}

/** Looks at what was typed, with the first row of the model where that is asked for. */
async function lookAgain(
  submission: Submission,
  form: Parameters<typeof lookAtForm>[1]['form'],
  isPreview: boolean,
) {
  const { deps, nowMs } = submission
  const visitor = readAsking(submission)
  const now = new Date(nowMs)
  try {
    const sample =
      isPreview && form.model !== ''
        ? await sampleModel(deps, { model: form.model, limit: ROWS }, visitor)
        : null
    const columns = sample?.columns.map(({ name }) => name) ?? null
    return await lookAtForm(deps, { form, row: sample?.rows[0] ?? null, columns, now }, visitor)
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    const look = await lookAtForm(deps, { form, row: null, columns: null, now }, visitor)
    return { ...look, warnings: [`failed: ${error.message}`, ...look.warnings] }
  }
}
