/** @jsxRuntime automatic @jsxImportSource preact */
import type { InputHTMLAttributes, VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Got, Sample, SampleColumn } from '../look/look.ts'
import { matchColumns } from './match-columns.ts'

/** What a combobox shows, and whom it tells. */
export interface ComboboxProps {
  readonly id: string
  readonly value: string
  readonly sample: Got<Sample>
  readonly onType: (text: string) => void
  /** A column was chosen. */
  readonly onTake: (column: string) => void
  /** Enter where there is nothing to choose. */
  readonly onEnter?: (text: string) => void
  readonly attributes: InputHTMLAttributes
}

/**
 * A text field that offers the columns of a model, by the pattern of an editable combobox with a list (ARIA APG). Enter
 * takes the first column that begins with what was typed, also where the columns come only later; it sends no form.
 */
export function Combobox({ id, value, sample, onType, onTake, onEnter, attributes }: ComboboxProps): VNode {
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const [isTaking, setTaking] = useState(false)
  const columns = sample.state === 'got' ? sample.value.columns : []
  const shown = isOpen ? matchColumns(columns, value) : []
  const chosen = shown[Math.min(active, shown.length - 1)]

  const take = ({ name }: SampleColumn): void => {
    setOpen(false)
    setTaking(false)
    onTake(name)
  }
  const enter = (): void => {
    if (chosen !== undefined) return take(chosen)
    if (sample.state === 'waiting' && value.trim() !== '') return setTaking(true)
    setOpen(false)
    onEnter?.(value)
  }
  useEffect(() => {
    if (!isTaking || sample.state === 'waiting') return
    const [first] = matchColumns(columns, value)
    setTaking(false)
    if (first !== undefined) take(first)
    else onEnter?.(value)
  }, [sample.state])

  const move = (step: number): void => {
    const count = matchColumns(columns, value).length
    setOpen(true)
    setActive(isOpen && count > 0 ? (active + step + count) % count : 0)
  }
  const keys: Readonly<Record<string, () => void>> = {
    Enter: enter,
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    ...(isOpen ? { Escape: () => setOpen(false) } : {}),
  }
  return (
    <div class="combobox">
      <input
        {...attributes}
        id={id}
        type="text"
        class="code"
        role="combobox"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={shown.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${shown.indexOf(chosen)}`}
        value={value}
        onInput={({ currentTarget }) => {
          setActive(0)
          setOpen(currentTarget.value.trim() !== '')
          setTaking(false)
          onType(currentTarget.value)
        }}
        onKeyDown={(event) => {
          const act = keys[event.key]
          if (act === undefined || event.isComposing) return
          event.preventDefault()
          act()
        }}
        onBlur={() => setOpen(false)}
      />
      <ul id={`${id}-list`} role="listbox" aria-label="Columns" hidden={shown.length === 0}>
        {shown.map((column, index) => (
          <li
            key={column.name}
            id={`${id}-${index}`}
            role="option"
            aria-selected={column === chosen}
            // The field keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(column)}
          >
            {column.name} <small>{column.type}</small>
          </li>
        ))}
      </ul>
    </div>
  )
}
