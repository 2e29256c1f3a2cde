/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { MappingForm } from '../form/mapping-form.ts'
import type { EditorProps } from './editor-props.ts'
import { Labelled, describedBy } from '../../parts/labelled.tsx'

const TRIGGERS = [
  { op: 'added', label: 'Added rows' },
  { op: 'updated', label: 'Updated rows' },
  { op: 'deleted', label: 'Deleted rows' },
]
const NAME_HINT = 'Lower-case letters, digits, - and _; it is the mapping’s id from then on.'

/** What the mapping is called, which rows it reads, and which call it makes of which changes. */
export function BasicsPart({
  form,
  actions,
  models,
  issues,
  isNew,
  isLive,
  canLook,
  onChange,
}: Pick<EditorProps, 'form' | 'actions' | 'models' | 'isNew' | 'canLook'> & {
  readonly issues: Readonly<Record<string, string>>
  readonly isLive: boolean
  readonly onChange: (changed: Partial<MappingForm>) => void
}): VNode {
  const hint = isNew ? NAME_HINT : undefined
  const { name, model, action, trigger } = issues
  const description = actions.find((each) => each.name === form.action)?.description
  return (
    <>
      <Labelled id="field-name" label="Name" hint={hint} issue={name}>
        <input
          type="text"
          id="field-name"
          name="name"
          required
          readOnly={!isNew}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={form.name}
          onInput={({ currentTarget }) => onChange({ name: currentTarget.value })}
          {...describedBy('field-name', { hint, issue: name })}
        />
      </Labelled>
      <Labelled id="field-model" label="Model" issue={model}>
        <select
          id="field-model"
          name="model"
          required
          onChange={({ currentTarget }) => onChange({ model: currentTarget.value })}
          {...describedBy('field-model', { issue: model })}
        >
          {!models.includes(form.model) && (
            <option value={form.model}>{form.model || 'Choose a model'}</option>
          )}
          {models.map((id) => (
            <option key={id} value={id} selected={id === form.model}>
              {id}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled id="field-action" label="Call type" hint={description} issue={action}>
        <select
          id="field-action"
          name="action"
          onChange={({ currentTarget }) => onChange({ action: currentTarget.value })}
          {...describedBy('field-action', { hint: description, issue: action })}
        >
          {actions.map(({ name, title }) => (
            <option key={name} value={name} selected={name === form.action}>
              {title}
            </option>
          ))}
        </select>
        {!isLive && canLook && (
          <button class="quiet small" name="intent" value="preview">
            Show its fields
          </button>
        )}
      </Labelled>
      <fieldset class="choices">
        <legend>Send</legend>
        {TRIGGERS.map(({ op, label }) => (
          <label key={op} class="check">
            <input
              type="checkbox"
              name="trigger"
              value={op}
              checked={form.trigger.includes(op)}
              onChange={({ currentTarget }) =>
                onChange({
                  trigger: TRIGGERS.map((each) => each.op).filter((each) =>
                    each === op ? currentTarget.checked : form.trigger.includes(each),
                  ),
                })
              }
            />
            {label}
          </label>
        ))}
        {trigger !== undefined && <p class="issue">{trigger}</p>}
      </fieldset>
    </>
  )
}
