/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { joinMembers, splitMembers, type MemberText } from '../notation/object-text.ts'
import { Combobox } from './combobox.tsx'
import { Labelled, describedBy } from '../../parts/labelled.tsx'
import { writePath } from './match-columns.ts'
import type { FieldOfCall } from './value-field.tsx'

const TEXT_HINT =
  'One key in each line, such as email: $.properties.email; or one path, or a directive as JSON.'

/** A field that holds an object: a row for each key; as text without a script, or where it is no object of keys. */
export function ObjectField(props: FieldOfCall & { readonly isLive: boolean }): VNode {
  const { field, text, isLive, onChange } = props
  const [isText, setText] = useState(false)
  const members = splitMembers(text)
  const isSplit = members !== null && members.ok
  if (!isLive || isText || !isSplit) {
    return <AsText {...props} onRows={isLive && isSplit ? () => setText(false) : null} />
  }
  return (
    <>
      <input type="hidden" name={`fields.${field.name}`} value={text} />
      <AsRows
        {...props}
        members={members.value}
        onMembers={(changed) => onChange(joinMembers(changed))}
        onText={() => setText(true)}
      />
    </>
  )
}

function AsText({
  field,
  text,
  issue,
  onChange,
  onRows,
}: FieldOfCall & { readonly onRows: (() => void) | null }): VNode {
  const id = `field-${field.name}`
  const hint = `${field.hint} ${TEXT_HINT}`
  return (
    <Labelled id={id} label={field.title} hint={hint} issue={issue}>
      <textarea
        id={id}
        name={`fields.${field.name}`}
        class="code"
        rows={Math.min(Math.max(text.split('\n').length + 1, 2), 16)}
        spellcheck={false}
        autocapitalize="none"
        value={text}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
        {...describedBy(id, { hint, issue })}
      />
      {onRows !== null && (
        <button type="button" class="quiet small" onClick={onRows}>
          {field.title} as rows
        </button>
      )}
    </Labelled>
  )
}

interface RowsProps extends FieldOfCall {
  readonly members: readonly MemberText[]
  readonly onMembers: (members: readonly MemberText[]) => void
  readonly onText: () => void
}

function AsRows({ field, issue, sample, members, onMembers, onText }: RowsProps): VNode {
  const [typed, setTyped] = useState('')
  const id = `field-${field.name}`
  const names = field.members.map(({ key }) => key).join(', ')
  const hint = names === '' ? field.hint : `${field.hint} Its keys: ${names}.`
  const add = (key: string, text: string): void => {
    setTyped('')
    if (key !== '' && !members.some((member) => member.key === key)) onMembers([...members, { key, text }])
  }
  const replace = (index: number, changed: Partial<MemberText>): void =>
    onMembers(members.map((member, at) => (at === index ? { ...member, ...changed } : member)))
  return (
    <Labelled id={id} label={field.title} hint={hint} issue={issue}>
      {members.map(({ key, text }, index) => (
        <div class="member" key={index}>
          <input
            type="text"
            class="code"
            aria-label={`Key ${index + 1}`}
            autocomplete="off"
            spellcheck={false}
            value={key}
            onChange={({ currentTarget }) => replace(index, { key: currentTarget.value.trim() || key })}
            onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          />
          <Combobox
            id={`${id}-member-${index}`}
            value={text}
            sample={sample}
            onType={(changed) => replace(index, { text: changed })}
            onTake={(column) => replace(index, { text: writePath(column) })}
            attributes={{ 'aria-label': `Value of ${key}` }}
          />
          <button
            type="button"
            class="quiet small"
            aria-label={`Remove ${key}`}
            onClick={() => onMembers(members.filter((_, at) => at !== index))}
          >
            ✕
          </button>
        </div>
      ))}
      <Combobox
        id={id}
        value={typed}
        sample={sample}
        onType={setTyped}
        onTake={(column) => add(column, writePath(column))}
        // Where nobody could say which columns there are, whoever types knows.
        onEnter={(key) => add(key.trim(), sample.state === 'failed' ? writePath(key.trim()) : '""')}
        attributes={{ placeholder: 'Add a column or a key', ...describedBy(id, { hint, issue }) }}
      />
      <button type="button" class="quiet small" onClick={onText}>
        {field.title} as text
      </button>
    </Labelled>
  )
}
