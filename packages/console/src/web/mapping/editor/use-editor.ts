import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { MappingForm } from '../form/mapping-form.ts'
import type { Got, Look, Sample } from '../look/look.ts'
import { askForLook, askForSample } from './ask.ts'
import type { EditorProps } from './editor-props.ts'

/** The state of an editor, and what changes it. */
export interface Editor {
  readonly form: MappingForm
  readonly look: Look
  /** Why the last look could not be had. */
  readonly problem: string | null
  readonly sample: Got<Sample>
  /** Which of the sample's rows is looked at. */
  readonly row: number
  /** False as the server writes it, and until a script has taken over. */
  readonly isLive: boolean
  readonly change: (changed: Partial<MappingForm>) => void
  readonly changeField: (name: string, text: string) => void
  readonly chooseRow: (row: number) => void
}

/** A person who types is not asked for after every letter. */
const PAUSE_MS = 250

/** Holds what is typed, reads rows of the chosen model, and looks at the form after each pause. */
export function useEditor({ form: typed, look: seen, canLook }: EditorProps): Editor {
  const [form, setForm] = useState(typed)
  const [look, setLook] = useState(seen)
  const [problem, setProblem] = useState<string | null>(null)
  const [sample, setSample] = useState<Got<Sample>>({ state: 'waiting' })
  const [row, setRow] = useState(0)
  const [isLive, setLive] = useState(false)
  const isTouched = useRef(false)
  // Grows when what could not be had is asked for again.
  const [tries, setTries] = useState(0)
  const isFailed = problem !== null || sample.state === 'failed'
  useEffect(() => {
    if (!isFailed) return undefined
    // Whoever comes back from signing in, or from mending what was wrong, goes on by himself.
    const retry = (): void => setTries((count) => count + 1)
    window.addEventListener('focus', retry)
    return () => window.removeEventListener('focus', retry)
  }, [isFailed])
  // At once: whoever finds the page loaded finds it so.
  useLayoutEffect(() => setLive(true), [])

  useEffect(() => {
    if (!canLook) return undefined
    const abort = new AbortController()
    setRow(0)
    setSample({ state: 'waiting' })
    if (form.model === '') setSample({ state: 'failed', message: 'no model is chosen' })
    else void askForSample(form.model, abort.signal).then(setSample)
    return () => abort.abort()
  }, [form.model, sample.state === 'failed' ? tries : 0])

  const seenRow = sample.state === 'got' ? (sample.value.rows[row] ?? null) : null
  const columns = sample.state === 'got' ? sample.value.columns.map(({ name }) => name) : null
  useEffect(() => {
    if (!canLook || (!isTouched.current && seenRow === null)) return undefined
    const abort = new AbortController()
    // The first row is shown at once.
    const pauseMs = isTouched.current ? PAUSE_MS : 0
    const ask = async (): Promise<void> => {
      const got = await askForLook({ form, columns, row: seenRow, signal: abort.signal })
      if (got.state === 'got') setLook(got.value)
      if (got.state !== 'waiting') setProblem(got.state === 'failed' ? got.message : null)
    }
    const timer = setTimeout(() => void ask(), pauseMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [form, seenRow, tries])

  const change = (changed: Partial<MappingForm>): void => {
    isTouched.current = true
    setForm((before) => ({ ...before, ...changed }))
  }
  return {
    form,
    look,
    problem,
    sample,
    row,
    isLive,
    change,
    changeField: (name, text) => {
      isTouched.current = true
      setForm((before) => ({ ...before, fields: { ...before.fields, [name]: text } }))
    },
    chooseRow: setRow,
  }
}
