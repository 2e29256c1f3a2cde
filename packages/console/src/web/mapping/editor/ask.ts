import type { MappingForm } from '../form/mapping-form.ts'
import type { Got, Look, Sample, SampleRow } from '../look/look.ts'
import type { AskedSuggestions } from '../suggest/suggested.ts'

/** What is said where the session has ended; what was typed is still there, and goes on once there is another. */
export const SIGNED_OUT = 'You are signed out. Sign in in another tab, and go on here: what you typed stays.'

/** A warehouse may take its time. */
const PATIENCE_MS = 60_000

/** Some rows of a model. */
export function askForSample(model: string, signal: AbortSignal): Promise<Got<Sample>> {
  return ask('editor/sample', { model }, signal)
}

/** What a form says, with the event of a row. */
export function askForLook({
  form,
  columns,
  row,
  signal,
}: {
  readonly form: MappingForm
  readonly columns: readonly string[] | null
  readonly row: SampleRow | null
  readonly signal: AbortSignal
}): Promise<Got<Look>> {
  return ask('editor/look', { form, columns, row }, signal)
}

/** Fields for the columns of a form's model. */
export function askForSuggestions(
  { model, action }: Pick<MappingForm, 'model' | 'action'>,
  signal: AbortSignal,
): Promise<Got<AskedSuggestions>> {
  return ask('editor/suggest', { model, action }, signal)
}

/** Asks the console as a form would, which knows whoever has signed in; waits on where the question was given up. */
async function ask<Value>(path: string, question: object, signal: AbortSignal): Promise<Got<Value>> {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ question: JSON.stringify(question) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    })
    if (answer.ok) {
      const value = (await answer.json()) as Value | { readonly failed: string }
      return isFailed(value) ? { state: 'failed', message: value.failed } : { state: 'got', value }
    }
    if (answer.status === 401) return { state: 'failed', message: SIGNED_OUT }
    const { message } = (await answer.json()) as { readonly message: string }
    return { state: 'failed', message }
  } catch {
    if (signal.aborted) return { state: 'waiting' }
    return { state: 'failed', message: 'The console does not answer.' }
  }
}

function isFailed(value: unknown): value is { readonly failed: string } {
  return typeof value === 'object' && value !== null && 'failed' in value
}
