/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { FormField } from '../fields/list-fields.ts'
import { BasicsPart } from './basics-part.tsx'
import type { EditorProps } from './editor-props.ts'
import { FilterPart } from './filter-part.tsx'
import { JsonPart } from './json-part.tsx'
import { Labelled, describedBy } from '../../parts/labelled.tsx'
import { ObjectField } from './object-field.tsx'
import { PreviewPart } from './preview-part.tsx'
import { SuggestPart } from './suggest-part.tsx'
import { SchedulePart } from './schedule-part.tsx'
import { useEditor } from './use-editor.ts'
import { useSuggest } from './use-suggest.ts'
import { ValueField } from './value-field.tsx'

const OTHERS_HINT = 'What this call has no field for, as JSON; a root directive stands here.'

/** A mapping as a plain form, as the server writes it; once a script runs, with type-ahead and a live preview. */
export function MappingEditor(props: EditorProps): VNode {
  const editor = useEditor(props)
  const { form, look, sample, isLive, change } = editor
  const suggesting = useSuggest(props, form, change)
  const action = props.actions.find(({ name }) => name === form.action)
  const columns = sample.state === 'got' ? sample.value.columns : []
  const show = (field: FormField): VNode => {
    const Part = field.kind === 'object' ? ObjectField : ValueField
    return (
      <Part
        key={field.name}
        field={field}
        text={form.fields[field.name] ?? ''}
        issue={look.issues[`fields.${field.name}`]}
        sample={sample}
        isLive={isLive}
        onChange={(text) => editor.changeField(field.name, text)}
      />
    )
  }
  const rare = action?.fields.filter(({ isRare }) => isRare) ?? []
  const isRareUsed = rare.some(({ name }) => (form.fields[name] ?? '') !== '')
  return (
    <div class="editor">
      <fieldset class="plain" disabled={props.isReadOnly}>
        <BasicsPart {...props} form={form} issues={look.issues} isLive={isLive} onChange={change} />
        <fieldset class="plain" aria-label="Fields">
          <p class="hint lead">
            Begin to type the name of a column, and press Enter. Anything else is text;{' '}
            {'{{properties.name}}'} puts a value into it.
          </p>
          {props.canLook && !props.isReadOnly && (
            <SuggestPart suggesting={suggesting} model={form.model} isLive={isLive} />
          )}
          {action?.fields.filter(({ isRare }) => !isRare).map(show)}
          <details open={isRareUsed}>
            <summary>Context: where and how it happened</summary>
            {rare.map(show)}
          </details>
          {isLive && !props.isReadOnly && <JsonPart form={form} actions={props.actions} onChange={change} />}
          {form.others !== '' && (
            <Labelled id="field-others" label="Other fields" hint={OTHERS_HINT} issue={look.issues['others']}>
              <textarea
                id="field-others"
                name="others"
                class="code"
                rows={6}
                spellcheck={false}
                value={form.others}
                onInput={({ currentTarget }) => change({ others: currentTarget.value })}
                {...describedBy('field-others', { hint: OTHERS_HINT, issue: look.issues['others'] })}
              />
            </Labelled>
          )}
        </fieldset>
        <FilterPart
          text={form.filter}
          tree={look.filter}
          issue={look.issues['filter']}
          columns={columns}
          isLive={isLive}
          onChange={(filter) => change({ filter })}
        />
        <SchedulePart
          form={form}
          issues={look.issues}
          words={look.schedule}
          isLive={isLive}
          onChange={change}
        />
      </fieldset>
      <PreviewPart
        look={look}
        problem={editor.problem}
        sample={sample}
        row={editor.row}
        isLive={isLive}
        canLook={props.canLook}
        onRow={editor.chooseRow}
      />
    </div>
  )
}
