/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { MoreFields } from '../config/item-fields.tsx'
import { NameField } from '../config/name-field.tsx'
import type { ItemForm } from '../config/item-kind.ts'
import { Island } from '../islands/island.tsx'
import { Field } from '../parts/field.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { SqlEditor } from './sql-editor.tsx'

const OWN = ['id', 'source', 'query', 'identifier']

/** What a model says: on which source, its query, and which column tells one row from another. */
export function ModelFields({
  fields,
  before,
  values,
  issues,
  context,
  isOpen,
}: ItemForm<readonly string[]>): VNode {
  const more = fields.filter(({ name }) => !OWN.includes(name))
  return (
    <>
      {before['id'] === undefined && <NameField />}
      {context.length === 0 ? (
        <p class="alert">
          There is no source yet: <a href="sources/new">add a source</a> first.
        </p>
      ) : (
        <SelectField
          name="source"
          label="Source"
          choices={context.map((value) => ({ value, text: value }))}
        />
      )}
      <Field
        name="query"
        label="SQL query"
        hint="One query, without a semicolon. It is read, and never writes."
        isRequired
      >
        {(control, value) => (
          <Island name="sql-editor" of={SqlEditor} props={{ control, value, isReadOnly: !isOpen }} />
        )}
      </Field>
      <Field
        name="identifier"
        label="Identifier"
        hint="The column that tells one row from another: never null, never twice."
        isRequired
      >
        {(control, value) => (
          <input
            {...control}
            value={value}
            list="columns"
            class="code"
            autocomplete="off"
            spellcheck={false}
          />
        )}
      </Field>
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
