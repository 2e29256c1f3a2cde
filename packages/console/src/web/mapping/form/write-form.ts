import type { Json } from '@sluice/shared/domain'
import type { FormAction } from '../fields/list-fields.ts'
import { writeFieldText } from '../notation/field-text.ts'
import { writeObjectText } from '../notation/object-text.ts'
import { EMPTY_FORM, type MappingForm } from './mapping-form.ts'

/** A mapping as sluice.yaml says it, in JSON. */
export type MappingItem = { readonly [key: string]: unknown }

/** The form that shows a mapping; `readForm` gives the mapping back. */
export function writeForm(item: MappingItem, actions: readonly FormAction[]): MappingForm {
  const { id, model, action, trigger, filter } = item
  const fields = (item.fields ?? {}) as { readonly [field: string]: Json }
  const known = actions.find(({ name }) => name === action)?.fields ?? []
  const texts = known.flatMap(({ name, kind }) => {
    const value = fields[name]
    if (value === undefined) return []
    return [[name, kind === 'object' ? writeObjectText(value) : writeFieldText(value)] as const]
  })
  const others = Object.entries(fields).filter(([name]) => !known.some((field) => field.name === name))
  return {
    ...EMPTY_FORM,
    ...writeSchedule(item.schedule),
    name: readText(id),
    model: readText(model),
    action: readText(action, EMPTY_FORM.action),
    trigger: typeof trigger === 'string' ? [trigger] : ((trigger as readonly string[] | undefined) ?? []),
    filter: readText(filter),
    fields: Object.fromEntries(texts),
    others: others.length === 0 ? '' : JSON.stringify(Object.fromEntries(others), null, 2),
  }
}

/** A text, or what stands for anything else. */
function readText(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise
}

function writeSchedule(schedule: unknown): Partial<MappingForm> {
  if (typeof schedule !== 'object' || schedule === null) return { schedule: 'manual' }
  const said = schedule as { readonly every?: string; readonly cron?: string; readonly timezone?: string }
  if (said.every !== undefined) return { schedule: 'every', every: said.every }
  return { schedule: 'cron', cron: said.cron ?? '', timezone: said.timezone ?? '' }
}
