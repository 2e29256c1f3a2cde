import type { MappingForm } from '../form/mapping-form.ts'

const FIELD = 'fields.'

/** The form of a mapping as a browser sends it. */
export function readSubmitted(form: URLSearchParams): MappingForm {
  // Browsers end the lines of a form in their own way.
  const read = (name: string): string => (form.get(name) ?? '').replaceAll('\r\n', '\n')
  const fields = [...form.keys()].filter((key) => key.startsWith(FIELD))
  return {
    name: read('name').trim(),
    model: read('model'),
    action: read('action'),
    trigger: form.getAll('trigger'),
    filter: read('filter'),
    schedule: read('schedule'),
    every: read('every'),
    cron: read('cron'),
    timezone: read('timezone'),
    fields: Object.fromEntries(fields.map((key) => [key.slice(FIELD.length), read(key)])),
    others: read('others'),
  }
}
