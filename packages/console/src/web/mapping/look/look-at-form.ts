import { lookAtMapping, type DatabaseDeps, type Visitor } from '@sluice/operations'
import type { AskedRow } from '@sluice/shared/domain'
import { listFormActions } from '../fields/list-fields.ts'
import { parseFilter } from '../filter/parse-filter.ts'
import type { MappingForm } from '../form/mapping-form.ts'
import { findInput, readForm } from '../form/read-form.ts'
import { describePreview } from '../preview/describe-preview.ts'
import { describeSchedule } from '../schedule/describe-schedule.ts'
import type { Look } from './look.ts'

/** What is looked at. */
export interface LookAtFormInput {
  readonly form: MappingForm
  readonly row: AskedRow | null
  readonly columns: readonly string[] | null
  readonly now: Date
}

const ACTIONS = listFormActions()
/** What stands for what nobody has chosen yet. */
const LATER = 'new'

/**
 * What a form says, looked at while somebody types it. What is still empty is no mistake: it is told with the
 * warnings until the form is sent.
 */
export async function lookAtForm(
  deps: DatabaseDeps,
  { form, row, columns, now }: LookAtFormInput,
  visitor: Visitor,
): Promise<Look> {
  const { item, mistakes } = readForm(form, { destination: LATER }, ACTIONS)
  const named = { ...item, id: form.name || LATER, model: form.model || LATER }
  const look = await lookAtMapping(
    deps,
    { item: named, row: mistakes.length > 0 ? null : row, columns },
    visitor,
  )
  const issues = new Map<string, string>()
  const blanks: string[] = []
  const told = look.mistakes.map(({ path, message }) => ({ input: findInput(path), message }))
  for (const { input, message } of [...mistakes, ...told]) {
    if (isBlank(form, input)) blanks.push(`${findTitle(form, input)} ${message}`)
    else if (!issues.has(input)) issues.set(input, message)
  }
  return {
    issues: Object.fromEntries(issues),
    warnings: [...blanks, ...look.warnings.map(({ path, message }) => formatWarning(form, path, message))],
    filter: parseFilter(form.filter),
    schedule: look.schedule === undefined ? null : describeSchedule(look.schedule, now),
    preview: look.preview === null ? null : describePreview(look.preview),
  }
}

function isBlank(form: MappingForm, input: string): boolean {
  const field = /^fields\.(.*)$/.exec(input)?.[1]
  if (field !== undefined) return (form.fields[field] ?? '').trim() === ''
  return (input === 'every' || input === 'cron') && form[input].trim() === ''
}

function formatWarning(form: MappingForm, path: readonly (string | number)[], message: string): string {
  const rest = path.slice(2).filter((part) => !String(part).startsWith('@'))
  return [findTitle(form, findInput(path)), ...rest].join(' ') + `: ${message}`
}

function findTitle(form: MappingForm, input: string): string {
  const fields = ACTIONS.find(({ name }) => name === form.action)?.fields ?? []
  const field = fields.find(({ name }) => `fields.${name}` === input)
  if (input === 'others') return 'Fields'
  const [name = '', ...rest] = input.replace(/^fields\./, '')
  return field?.title ?? `${name.toUpperCase()}${rest.join('')}`
}
