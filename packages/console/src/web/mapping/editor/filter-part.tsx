/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { isGroup, type FilterGroup, type FilterNode } from '../filter/filter-tree.ts'
import { writeFilter } from '../filter/write-filter.ts'
import type { SampleColumn } from '../look/look.ts'
import { FilterBuilder } from './filter-builder.tsx'
import { Labelled, describedBy } from '../../parts/labelled.tsx'

const HINT =
  'Which rows are sent, in Segment’s FQL: properties.plan != "internal". Empty lets every row pass.'

/** The filter as text, which is what is saved, and as conditions where it is such. */
export function FilterPart({
  text,
  tree: read,
  issue,
  columns,
  isLive,
  onChange,
}: {
  readonly text: string
  /** The conditions of a text that was looked at; null where a builder cannot show it. */
  readonly tree: FilterGroup | null
  readonly issue: string | undefined
  readonly columns: readonly SampleColumn[]
  readonly isLive: boolean
  readonly onChange: (text: string) => void
}): VNode {
  const [tree, setTree] = useState(read)
  // The text that the builder stands for, which it may have left meanwhile; null for none.
  const own = useRef<string | null>(text)
  useEffect(() => {
    // What stands in the builder is kept as it was nested, until somebody types another filter.
    if (text === own.current) return
    setTree(read)
    own.current = isWrittenAs(read, text) ? text : null
  }, [read])
  const said = tree === null ? null : writeFilter(removeBlanks(tree))
  return (
    <>
      <Labelled id="field-filter" label="Filter" hint={HINT} issue={issue}>
        <textarea
          id="field-filter"
          name="filter"
          class="code"
          rows={2}
          spellcheck={false}
          autocapitalize="none"
          value={text}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
          {...describedBy('field-filter', { hint: HINT, issue })}
        />
      </Labelled>
      {isLive && tree === null && (
        <p class="hint">This filter says more than conditions can show: change it as text.</p>
      )}
      {isLive && tree !== null && (
        <FilterBuilder
          tree={tree}
          columns={columns}
          onChange={(changed) => {
            setTree(changed)
            const written = writeFilter(removeBlanks(changed))
            if (!written.ok) return
            own.current = written.value
            onChange(written.value)
          }}
        />
      )}
      {said !== null && !said.ok && (
        <p class="issue" role="status">
          The filter is still as the text says: the builder {said.message}.
        </p>
      )}
    </>
  )
}

function isWrittenAs(tree: FilterGroup | null, text: string): boolean {
  const said = tree === null ? null : writeFilter(removeBlanks(tree))
  return said !== null && said.ok && said.value === text.trim()
}

/** Without conditions that nobody has chosen a column for yet. */
function removeBlanks(group: FilterGroup): FilterGroup {
  const members = group.members.flatMap((member): readonly FilterNode[] => {
    if (isGroup(member)) return [removeBlanks(member)]
    return member.field === '' ? [] : [member]
  })
  return { ...group, members }
}
