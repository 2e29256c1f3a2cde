/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { FormField } from '../fields/list-fields.ts'
import type { Got, Sample } from '../look/look.ts'
import { Combobox } from './combobox.tsx'
import { Labelled, describedBy } from '../../parts/labelled.tsx'
import { writePath } from './match-columns.ts'

/** What a field of a call needs of the editor. */
export interface FieldOfCall {
  readonly field: FormField
  readonly text: string
  readonly issue: string | undefined
  readonly sample: Got<Sample>
  readonly onChange: (text: string) => void
}

/** A field that holds one value: a column, text, a template or a directive as JSON. */
export function ValueField({ field, text, issue, sample, onChange }: FieldOfCall): VNode {
  const id = `field-${field.name}`
  const hint = field.hint
  return (
    <Labelled id={id} label={field.title} hint={hint} issue={issue}>
      <Combobox
        id={id}
        value={text}
        sample={sample}
        onType={onChange}
        onTake={(column) => onChange(writePath(column))}
        attributes={{
          name: `fields.${field.name}`,
          required: field.isRequired,
          ...describedBy(id, { hint, issue }),
        }}
      />
    </Labelled>
  )
}
