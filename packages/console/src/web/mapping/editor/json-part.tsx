/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { FormAction } from '../fields/list-fields.ts'
import type { MappingForm } from '../form/mapping-form.ts'
import { readForm } from '../form/read-form.ts'
import { writeForm } from '../form/write-form.ts'
import { parseJson } from '../notation/field-text.ts'

const ID = 'fields-as-json'

/** All fields as JSON, for what fields of a form say badly; it follows them, and they follow it. */
export function JsonPart({
  form,
  actions,
  onChange,
}: {
  readonly form: MappingForm
  readonly actions: readonly FormAction[]
  readonly onChange: (changed: Pick<MappingForm, 'fields' | 'others'>) => void
}): VNode {
  const area = useRef<HTMLTextAreaElement>(null)
  const [isOpen, setOpen] = useState(false)
  // What is typed and is no JSON object yet.
  const [draft, setDraft] = useState<string | null>(null)
  const { item, mistakes } = readForm(form, {}, actions)
  const json = JSON.stringify(item.fields, null, 2)
  const isWhole = mistakes.length === 0
  // Another one whenever the fields are changed elsewhere.
  const [round, setRound] = useState(0)
  useEffect(() => {
    const typed = area.current === null ? null : readFields(area.current.value)
    if (typed !== null && !isSame(typed, item.fields as object)) setRound((before) => before + 1)
  }, [json])

  const type = (text: string): void => {
    const fields = readFields(text)
    setDraft(fields === null ? text : null)
    if (fields === null) return
    const { fields: texts, others } = writeForm({ action: form.action, fields }, actions)
    onChange({ fields: texts, others })
  }
  const latest = useRef(type)
  latest.current = type
  useEffect(() => {
    if (!isOpen) return undefined
    let close = (): void => {}
    let isGone = false
    void import('./open-json-editor.ts').then(({ openJsonEditor }) => {
      if (!isGone && area.current !== null) close = openJsonEditor(area.current)
    })
    return () => {
      isGone = true
      close()
    }
  }, [isOpen, round])
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Fields as JSON</summary>
      {isOpen && (
        <div class="field">
          <label for={ID}>Fields as JSON</label>
          <div>
            <textarea
              key={round}
              id={ID}
              ref={area}
              class="code"
              rows={12}
              spellcheck={false}
              autocapitalize="none"
              defaultValue={json}
              onInput={({ currentTarget }) => latest.current(currentTarget.value)}
            />
          </div>
          {draft !== null && (
            <p class="issue">This is not a JSON object yet: the fields above stay as they are.</p>
          )}
          {!isWhole && <p class="issue">What is marked above is not in here.</p>}
          <p class="hint">The mapping language as sluice.yaml has it; directives are offered after "@.</p>
        </div>
      )}
    </details>
  )
}

function readFields(text: string): object | null {
  const said = parseJson(text)
  const isObject =
    said.ok && typeof said.value === 'object' && said.value !== null && !Array.isArray(said.value)
  return isObject ? said.value : null
}

/** True for the same members, in whatever order. */
function isSame(left: object, right: object): boolean {
  const [one, other] = [left, right].map((each) =>
    JSON.stringify(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  )
  return one === other
}
