import type { Json } from '@sluice/shared/domain'
import type { FormAction } from '../fields/list-fields.ts'
import { parseFieldText, parseJson } from '../notation/field-text.ts'
import { parseObjectText } from '../notation/object-text.ts'
import type { MappingForm } from './mapping-form.ts'
import type { MappingItem } from './write-form.ts'

/** What is wrong at an input, by the input's name. */
export interface FormMistake {
  readonly input: string
  readonly message: string
}

/** The mapping that a form says, and what of it could not be read. */
export interface ReadForm {
  readonly item: MappingItem
  readonly mistakes: readonly FormMistake[]
}

/**
 * The mapping that a form means. What the form does not show (options, whether it is enabled) stays as `base` has
 * it, and so does the order of its fields, which is part of what they mean.
 */
export function readForm(form: MappingForm, base: MappingItem, actions: readonly FormAction[]): ReadForm {
  const { fields, mistakes } = readFields(form, actions)
  const { filter: _, ...rest } = base
  const filter = form.filter.trim()
  const item = {
    ...rest,
    id: form.name.trim(),
    model: form.model,
    action: form.action,
    trigger: form.trigger,
    ...(filter === '' ? {} : { filter }),
    schedule: readSchedule(form),
    fields: sortAs((base.fields ?? {}) as Fields, fields),
  }
  return { item, mistakes }
}

type Fields = { readonly [field: string]: Json }

function readFields(
  form: MappingForm,
  actions: readonly FormAction[],
): { fields: Fields; mistakes: FormMistake[] } {
  const fields: Record<string, Json> = {}
  const mistakes: FormMistake[] = []
  for (const { name, kind } of actions.find(({ name }) => name === form.action)?.fields ?? []) {
    const text = form.fields[name] ?? ''
    const said = kind === 'object' ? parseObjectText(text) : parseFieldText(text)
    if (!said.ok) mistakes.push({ input: `fields.${name}`, message: said.message })
    else if (said.value !== undefined) fields[name] = said.value
  }
  if (form.others.trim() === '') return { fields, mistakes }
  const others = parseJson(form.others)
  const isObject =
    others.ok && typeof others.value === 'object' && others.value !== null && !Array.isArray(others.value)
  if (isObject) return { fields: { ...fields, ...(others.value as Fields) }, mistakes }
  return { fields, mistakes: [...mistakes, { input: 'others', message: 'must be a JSON object of fields' }] }
}

/** The same members, those of another object first and in its order. */
function sortAs(model: Fields, fields: Fields): Fields {
  const names = new Set([...Object.keys(model), ...Object.keys(fields)])
  return Object.fromEntries(
    [...names].flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]] as const])),
  )
}

function readSchedule({ schedule, every, cron, timezone }: MappingForm): Json {
  if (schedule === 'every') return { every: every.trim() }
  if (schedule !== 'cron') return 'manual'
  return timezone.trim() === '' ? { cron: cron.trim() } : { cron: cron.trim(), timezone: timezone.trim() }
}

/** The input at which a mistake in an item is shown, by the mistake's path. */
export function findInput(path: readonly (string | number)[]): string {
  const [key = '', part] = path
  if (key === 'id') return 'name'
  if (key === 'schedule')
    return part === 'cron' || part === 'timezone' || part === 'every' ? part : 'schedule'
  if (key !== 'fields') return String(key)
  return part === undefined ? 'others' : `fields.${part}`
}
