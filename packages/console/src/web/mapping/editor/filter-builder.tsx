/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import {
  TESTS,
  isGroup,
  type FilterCondition,
  type FilterGroup,
  type FilterNode,
  type TestName,
} from '../filter/filter-tree.ts'
import { isFilterField, listTests } from '../filter/write-condition.ts'
import type { SampleColumn } from '../look/look.ts'

/** How deep groups nest: the filter has one level, and what is deeper is multiplied out. */
const LIMIT_DEPTH = 3

const NEW_CONDITION: FilterCondition = { field: '', test: '=', value: '' }

/** Conditions of a filter in groups, which nest. */
export function FilterBuilder({
  tree,
  columns,
  onChange,
}: {
  readonly tree: FilterGroup
  readonly columns: readonly SampleColumn[]
  readonly onChange: (tree: FilterGroup) => void
}): VNode {
  const fields = ['event', ...columns.map(({ name }) => `properties.${name}`).filter(isFilterField)]
  return <Group group={tree} label="Conditions" fields={fields} depth={0} onChange={onChange} />
}

interface GroupProps {
  readonly group: FilterGroup
  readonly label: string
  readonly fields: readonly string[]
  readonly depth: number
  readonly onChange: (group: FilterGroup) => void
  readonly onRemove?: () => void
}

function Group({ group, label, fields, depth, onChange, onRemove }: GroupProps): VNode {
  const { operator, members } = group
  const replace = (index: number, node: FilterNode | null): void =>
    onChange({
      ...group,
      members: members.flatMap((member, at) => (at === index ? (node === null ? [] : [node]) : [member])),
    })
  const add = (node: FilterNode): void => onChange({ ...group, members: [...members, node] })
  return (
    <fieldset class="conditions">
      <legend>{label}</legend>
      {members.length > 1 && (
        <label class="inline">
          Rows pass for which{' '}
          <select
            value={operator}
            onChange={({ currentTarget }) =>
              onChange({ ...group, operator: currentTarget.value as 'and' | 'or' })
            }
          >
            <option value="and">all of these hold</option>
            <option value="or">any of these holds</option>
          </select>
        </label>
      )}
      {members.map((member, index) => {
        const name = `${label} ${index + 1}`
        const remove = (): void => replace(index, null)
        return isGroup(member) ? (
          <Group
            key={index}
            group={member}
            label={name}
            fields={fields}
            depth={depth + 1}
            onChange={(changed) => replace(index, changed)}
            onRemove={remove}
          />
        ) : (
          <Condition
            key={index}
            condition={member}
            label={name}
            fields={fields}
            onChange={(changed) => replace(index, changed)}
            onRemove={remove}
          />
        )
      })}
      <div class="actions">
        <button type="button" class="quiet small" onClick={() => add(NEW_CONDITION)}>
          Add condition
        </button>
        {depth + 1 < LIMIT_DEPTH && (
          <button
            type="button"
            class="quiet small"
            onClick={() => add({ operator: operator === 'and' ? 'or' : 'and', members: [NEW_CONDITION] })}
          >
            Add group
          </button>
        )}
        {onRemove !== undefined && (
          <button type="button" class="quiet small" onClick={onRemove}>
            Remove {label}
          </button>
        )}
      </div>
    </fieldset>
  )
}

function Condition({
  condition,
  label,
  fields,
  onChange,
  onRemove,
}: {
  readonly condition: FilterCondition
  readonly label: string
  readonly fields: readonly string[]
  readonly onChange: (condition: FilterCondition) => void
  readonly onRemove: () => void
}): VNode {
  const { field, test, value } = condition
  const known = field === '' || fields.includes(field) ? fields : [field, ...fields]
  return (
    <div class="condition" role="group" aria-label={label}>
      <select
        aria-label={`${label}: column`}
        value={field}
        onChange={({ currentTarget }) => {
          const changed = currentTarget.value
          const tests = listTests(changed)
          onChange({ ...condition, field: changed, test: tests.includes(test) ? test : '=' })
        }}
      >
        <option value="">Choose a column</option>
        {known.map((each) => (
          <option key={each} value={each}>
            {each.replace(/^properties\./, '')}
          </option>
        ))}
      </select>
      <select
        aria-label={`${label}: comparison`}
        value={test}
        onChange={({ currentTarget }) => onChange({ ...condition, test: currentTarget.value as TestName })}
      >
        {listTests(field).map((each) => (
          <option key={each} value={each}>
            {TESTS[each].words}
          </option>
        ))}
      </select>
      {TESTS[test].operand !== 'none' && (
        <input
          type="text"
          aria-label={`${label}: value`}
          autocomplete="off"
          inputMode={TESTS[test].operand === 'number' ? 'decimal' : 'text'}
          value={value}
          onInput={({ currentTarget }) => onChange({ ...condition, value: currentTarget.value })}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
      )}
      <button type="button" class="quiet small" aria-label={`Remove ${label}`} onClick={onRemove}>
        ✕
      </button>
    </div>
  )
}
