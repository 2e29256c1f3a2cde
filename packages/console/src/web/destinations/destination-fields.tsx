/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { MoreFields } from '../config/item-fields.tsx'
import { NameField } from '../config/name-field.tsx'
import type { ItemForm } from '../config/item-kind.ts'
import { isSecretSet } from '../config/typed-item.ts'
import { SecretField } from '../parts/secret-field.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { REGION_NAMES } from './region-names.ts'

// Switched beside its name, and not in its form.
const OWN = ['id', 'source', 'write_key', 'region', 'enabled']

/** What a destination says: whose models may be sent there, the write key, and the region. */
export function DestinationFields({
  fields,
  before,
  values,
  issues,
  context,
}: ItemForm<readonly string[]>): VNode {
  const more = fields.filter(({ name }) => !OWN.includes(name))
  const sources = context.map((value) => ({ value, text: value }))
  return (
    <>
      {before['id'] === undefined && <NameField />}
      <SelectField
        name="source"
        label="Source"
        hint="The warehouse whose models may be sent here."
        choices={[{ value: '', text: 'Any source' }, ...sources]}
      />
      <SecretField
        name="write_key"
        label="Write key"
        isRequired
        isSet={isSecretSet(before, 'write_key')}
        hint="In Segment: Connections, your source, Settings, API keys."
      />
      <SelectField
        name="region"
        label="Endpoint region"
        choices={Object.entries(REGION_NAMES).map(([value, text]) => ({ value, text }))}
      />
      <MoreFields
        fields={more}
        before={before}
        isOpen={more.some(
          ({ name, byDefault }) => issues[name] !== undefined || (values[name] ?? '') !== byDefault,
        )}
      />
    </>
  )
}
