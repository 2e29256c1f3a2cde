/** @jsxRuntime automatic @jsxImportSource preact */
import { ALERT_KINDS } from '@sluice/shared/domain'
import type { VNode } from 'preact'
import type { ItemForm } from '../config/item-kind.ts'
import { NameField } from '../config/name-field.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { nameKind } from './name-kind.ts'

const KINDS = ALERT_KINDS.map((value) => ({ value, text: nameKind(value) }))

/** What a rule says: what it is about, from where on, and who is told; the context are the ids of the channels. */
export function RuleFields({ before, values, issues, context }: ItemForm<readonly string[]>): VNode {
  const chosen = (values['channels'] ?? '').split('\n')
  return (
    <>
      {before['id'] === undefined && <NameField />}
      <SelectField name="on" label="Tell when" choices={KINDS} />
      <TextField
        name="mapping"
        label="Mapping"
        isCode
        hint="The name of the only mapping that it is about; all if empty."
      />
      <TextField
        name="above"
        label="Above"
        isCode
        hint="Late and waiting: for how long, 15m if empty. Dead letters: how many, or how old, such as 100 or 1d. Allowances: percent, 80 if empty."
      />
      <fieldset class="plain">
        <legend>Channels</legend>
        {context.length === 0 && (
          <p>
            There is no channel yet, so it is only shown: <a href="alerts/channels/new">add a channel</a>.
          </p>
        )}
        {context.map((id) => (
          <label key={id} class="check">
            <input type="checkbox" name="channels" value={id} checked={chosen.includes(id)} />
            {id}
          </label>
        ))}
        {issues['channels'] !== undefined && <p class="alert">{issues['channels']}</p>}
      </fieldset>
    </>
  )
}
