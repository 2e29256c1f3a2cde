import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { MappingForm } from '../form/mapping-form.ts'
import { fillFields } from '../suggest/fill-fields.ts'
import { takeBack, type Suggested } from '../suggest/suggested.ts'
import { askForSuggestions } from './ask.ts'
import type { EditorProps } from './editor-props.ts'

/** What was suggested, and what asks for it and takes it back. */
export interface Suggesting {
  readonly state: 'idle' | 'asking' | 'failed' | 'filled'
  readonly suggested: Suggested | null
  /** Why nothing could be suggested. */
  readonly problem: string | null
  /** What the page sees fields change in, as if somebody had typed. */
  readonly root: RefObject<HTMLDivElement | null>
  readonly suggest: () => void
  readonly undo: () => void
}

/** Asks for fields for the columns of the form's model, and lays them over what is typed when they come. */
export function useSuggest(
  { actions, suggested: seen }: Pick<EditorProps, 'actions' | 'suggested'>,
  form: MappingForm,
  change: (changed: Partial<MappingForm>) => void,
): Suggesting {
  const [state, setState] = useState<Suggesting['state']>(seen === null ? 'idle' : 'filled')
  const [suggested, setSuggested] = useState(seen)
  const [problem, setProblem] = useState<string | null>(null)
  const latest = useRef(form)
  latest.current = form
  const root = useRef<HTMLDivElement>(null)
  const asking = useRef<AbortController | null>(null)
  const about = `${form.model} ${form.action}`
  const seenAbout = useRef(about)
  const forget = (): void => {
    asking.current?.abort()
    setState('idle')
    setSuggested(null)
  }
  // What was suggested for another call is no answer any more.
  useEffect(() => {
    if (seenAbout.current !== about) forget()
    seenAbout.current = about
  }, [about])
  useEffect(() => () => asking.current?.abort(), [])

  const suggest = async (): Promise<void> => {
    asking.current?.abort()
    const abort = new AbortController()
    asking.current = abort
    setState('asking')
    const got = await askForSuggestions(form, abort.signal)
    if (abort.signal.aborted || got.state === 'waiting') return
    if (got.state === 'failed') {
      setProblem(got.message)
      setState('failed')
      return
    }
    const filled = fillFields(latest.current, got.value, actions)
    setSuggested(filled.suggested)
    setState('filled')
    if (filled.suggested.changes.length === 0) return
    change({ fields: filled.fields })
    // It asks before what was filled is lost.
    root.current?.dispatchEvent(new Event('input', { bubbles: true }))
  }
  return {
    state,
    suggested,
    problem,
    root,
    suggest: () => void suggest(),
    undo: () => {
      if (suggested !== null) change({ fields: takeBack(latest.current.fields, suggested.changes) })
      forget()
    },
  }
}
