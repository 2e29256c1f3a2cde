/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { ChoiceFilter } from '../parts/filters.tsx'

/** More than a person looks through. */
const LIST_LIMIT = 100

/** Which mapping: chosen from a list, or typed where there are many. */
export function MappingChoice({
  ids,
  value,
}: {
  readonly ids: readonly string[]
  readonly value: string
}): VNode {
  if (ids.length <= LIST_LIMIT) {
    const choices = [...new Set([...(value === '' ? [''] : []), ...ids, value])]
    return (
      <ChoiceFilter
        name="mapping"
        label="Mapping"
        value={value}
        choices={choices.map((id) => ({ value: id, text: id === '' ? 'Choose one' : id }))}
      />
    )
  }
  return (
    <label>
      <span>Mapping</span>
      <input
        type="search"
        name="mapping"
        value={value}
        list="mappings"
        autocomplete="off"
        spellcheck={false}
      />
      <datalist id="mappings">
        {ids.map((id) => (
          <option key={id} value={id} />
        ))}
      </datalist>
    </label>
  )
}
