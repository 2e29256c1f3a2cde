/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { ControlProps } from '../parts/field.tsx'

/**
 * A text area for SQL, over which an editor comes as soon as a browser has loaded it. What is typed there stands in
 * the text area, too, which is what is sent.
 */
export function SqlEditor({
  control,
  value,
  isReadOnly,
}: {
  readonly control: ControlProps
  readonly value: string
  readonly isReadOnly: boolean
}): VNode {
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (isReadOnly) return undefined
    let close = (): void => {}
    let isGone = false
    void import('./open-sql-editor.ts').then(({ openSqlEditor }) => {
      if (!isGone && area.current !== null) close = openSqlEditor(area.current)
    })
    return () => {
      isGone = true
      close()
    }
  }, [isReadOnly])
  return (
    <div class="sql">
      <textarea
        {...control}
        ref={area}
        rows={10}
        class="code"
        spellcheck={false}
        autocapitalize="none"
        defaultValue={value}
      />
    </div>
  )
}
