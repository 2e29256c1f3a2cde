/** What a form of a mapping holds, as texts: what is typed stays, whatever it is. */
export interface MappingForm {
  readonly name: string
  readonly model: string
  readonly action: string
  readonly trigger: readonly string[]
  readonly filter: string
  /** `manual`, `every` or `cron`; which of the next texts counts. */
  readonly schedule: string
  readonly every: string
  readonly cron: string
  readonly timezone: string
  /** By the name of the field, in the notation of fields and objects. */
  readonly fields: { readonly [field: string]: string }
  /** What the mapping says in fields that its call does not have, as JSON; empty for none. */
  readonly others: string
}

/** The form of a mapping that does not exist yet. */
export const EMPTY_FORM: MappingForm = {
  name: '',
  model: '',
  action: 'sendIdentify',
  trigger: ['added', 'updated'],
  filter: '',
  schedule: 'manual',
  every: '',
  cron: '',
  timezone: '',
  fields: {},
  others: '',
}
