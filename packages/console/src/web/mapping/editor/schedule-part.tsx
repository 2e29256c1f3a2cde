/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { MappingForm } from '../form/mapping-form.ts'
import type { ScheduleWords } from '../schedule/describe-schedule.ts'
import { Labelled, describedBy } from '../../parts/labelled.tsx'

const KINDS = [
  { value: 'manual', text: 'Only when somebody starts it' },
  { value: 'every', text: 'Every so often' },
  { value: 'cron', text: 'At certain times (cron)' },
]

const TEXTS = [
  { name: 'every', kind: 'every', label: 'Interval', hint: 'Such as 15m, 6h or 1d; a minute at least.' },
  {
    name: 'cron',
    kind: 'cron',
    label: 'Cron expression',
    hint: 'Minute, hour, day, month, weekday: 0 6 * * 1-5.',
  },
  {
    name: 'timezone',
    kind: 'cron',
    label: 'Cron time zone',
    hint: 'Such as Europe/Berlin; UTC where it is empty.',
  },
] as const

/** When the mapping syncs by itself, with what that means. */
export function SchedulePart({
  form,
  issues,
  words,
  isLive,
  onChange,
}: {
  readonly form: MappingForm
  readonly issues: Readonly<Record<string, string>>
  readonly words: ScheduleWords | null
  readonly isLive: boolean
  readonly onChange: (changed: Partial<MappingForm>) => void
}): VNode {
  return (
    <>
      <Labelled id="field-schedule" label="Schedule" issue={issues['schedule']}>
        <select
          id="field-schedule"
          name="schedule"
          onChange={({ currentTarget }) => onChange({ schedule: currentTarget.value })}
          {...describedBy('field-schedule', { issue: issues['schedule'] })}
        >
          {KINDS.map(({ value, text }) => (
            <option key={value} value={value} selected={value === form.schedule}>
              {text}
            </option>
          ))}
        </select>
      </Labelled>
      {TEXTS.filter(({ kind }) => !isLive || kind === form.schedule).map(({ name, label, hint }) => {
        // A call may have a field of the same name.
        const id = `schedule-${name}`
        const issue = issues[name]
        return (
          <Labelled key={name} id={id} label={label} hint={hint} issue={issue}>
            <input
              type="text"
              id={id}
              name={name}
              class="code"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              value={form[name]}
              onInput={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
              {...describedBy(id, { hint, issue })}
            />
          </Labelled>
        )
      })}
      {words !== null && words.runs.length > 0 && (
        <div class="words" role="status">
          <p>{words.words}</p>
          <ol aria-label="Next runs">
            {words.runs.map((run) => (
              <li key={run}>{run}</li>
            ))}
          </ol>
        </div>
      )}
    </>
  )
}
