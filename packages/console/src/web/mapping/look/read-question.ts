import { ACTION_NAMES } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { z } from 'zod'
import type { MappingForm } from '../form/mapping-form.ts'
import type { SampleRow } from './look.ts'

const text = z.string()
const FORM: z.ZodType<MappingForm> = z.object({
  name: text,
  model: text,
  action: text,
  trigger: z.array(text),
  filter: text,
  schedule: text,
  every: text,
  cron: text,
  timezone: text,
  fields: z.record(text, text),
  others: text,
})
const ROW: z.ZodType<SampleRow> = z.object({
  recordId: text.nullable(),
  row: text.refine(isObject, { error: 'must be the JSON of an object' }),
})
const SAMPLE = z.object({ model: text })
const SUGGEST = z.object({ model: text, action: z.enum(ACTION_NAMES) })
const CHANGES = z.array(z.object({ name: text, before: text, after: text }))
const LOOK = z.object({ form: FORM, row: ROW.nullable(), columns: z.array(text).nullable() })

/** Which model's rows the script asks for; fails with `usage_invalid`. */
export function readSampleQuestion(form: URLSearchParams): z.output<typeof SAMPLE> {
  return parse(SAMPLE, form)
}

/** Which call of which model fields are asked for; fails with `usage_invalid`. */
export function readSuggestQuestion(form: URLSearchParams): z.output<typeof SUGGEST> {
  return parse(SUGGEST, form)
}

/** What the form says was filled, to be taken back; nothing where it does not say it. */
export function readChanges(form: URLSearchParams): z.output<typeof CHANGES> {
  return CHANGES.safeParse(parseJson(form.get('changes') ?? '')).data ?? []
}

/** What the script wants to have looked at; fails with `usage_invalid`. */
export function readLookQuestion(form: URLSearchParams): z.output<typeof LOOK> {
  return parse(LOOK, form)
}

function parse<Question>(schema: z.ZodType<Question>, form: URLSearchParams): Question {
  const parsed = schema.safeParse(parseJson(form.get('question') ?? ''))
  if (parsed.success) return parsed.data
  throw new SluiceError('usage_invalid', 'the question of the editor is malformed: load the page again')
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function isObject(json: string): boolean {
  const value = parseJson(json)
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
