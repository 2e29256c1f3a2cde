import type { Schedule } from '@sluice/shared/domain'
import { parseFilter } from '../filter/parse-filter.ts'
import type { MappingForm } from '../form/mapping-form.ts'
import type { MappingItem } from '../form/write-form.ts'
import type { Look } from '../look/look.ts'
import { describeSchedule } from '../schedule/describe-schedule.ts'

/** What is to be said of a mapping that is as it was saved, without looking at a row. */
export function glance(form: MappingForm, { schedule }: MappingItem, now: Date): Look {
  const said = typeof schedule === 'object' ? (schedule as Schedule) : null
  return {
    issues: {},
    warnings: [],
    filter: parseFilter(form.filter),
    schedule: describeSchedule(said, now),
    preview: null,
  }
}
