import { listFormActions } from '../fields/list-fields.ts'

/** What the editor calls the keys of a mapping. */
const LABELS: Readonly<Record<string, string>> = {
  model: 'Model',
  action: 'Call type',
  trigger: 'Send',
  filter: 'Filter',
  schedule: 'Schedule',
}

/** What the editor calls a key of a mapping, or one of its fields: `fields.user_id` is User ID. */
export function findLabel(key: string): string {
  const name = key.replace(/^fields\./, '')
  const field = listFormActions()
    .flatMap(({ fields }) => fields)
    .find((each) => each.name === name)
  return LABELS[key] ?? field?.title ?? name
}
