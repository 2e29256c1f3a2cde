import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, drawSelection, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--busy)' },
  { tag: tags.comment, color: 'var(--faint)', fontStyle: 'italic' },
])

const LOOK = EditorView.theme({
  '&': { border: '1px solid var(--edge)', borderRadius: '6px', background: 'var(--field)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '2px' },
  '.cm-scroller': { fontFamily: 'ui-monospace, monospace', fontSize: '0.9em', minHeight: '11rem' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { background: 'none', border: 'none', color: 'var(--faint)' },
  '.cm-tooltip': {
    border: '1px solid var(--edge)',
    borderRadius: '6px',
    background: 'var(--card)',
    color: 'var(--ink)',
  },
  '.cm-tooltip-autocomplete > ul > li': { padding: '0.2rem 0.5rem' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--accent-paper)',
    color: 'var(--ink)',
  },
  '.cm-completionInfo': { padding: '0.4rem 0.6rem' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    background: 'var(--accent-paper) !important',
  },
})

/**
 * Puts what is typed over a selection in its place: a browser that does so by itself gives the new text the colours of
 * the old one as inline styles, which the policy forbids.
 */
function replaceText(event: InputEvent, view: EditorView): boolean {
  const { inputType, data } = event
  const selection = getSelection()
  if (inputType !== 'insertText' || data === null || selection === null || selection.isCollapsed) return false
  // What the editor thinks is selected may be older.
  const range = selection.getRangeAt(0)
  const from = view.posAtDOM(range.startContainer, range.startOffset)
  const to = view.posAtDOM(range.endContainer, range.endOffset)
  event.preventDefault()
  view.dispatch({
    changes: { from, to, insert: data },
    selection: { anchor: from + data.length },
    userEvent: 'input.type',
  })
  return true
}

/**
 * Opens an editor in the place of a text area, under its label, and keeps the text area's value; answers how to close
 * it. Tab leads on to the next field, as everywhere.
 */
export function openCodeMirror(area: HTMLTextAreaElement, language: Extension): () => void {
  const wasFocused = document.activeElement === area
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
  const attributes = {
    'aria-label': area.labels?.[0]?.textContent ?? '',
    'aria-describedby': area.getAttribute('aria-describedby') ?? '',
    ...(area.getAttribute('aria-invalid') === null ? {} : { 'aria-invalid': 'true' }),
  }
  const view = new EditorView({
    parent: area.parentElement ?? document.body,
    state: EditorState.create({
      doc: area.value,
      selection: { anchor: area.selectionStart },
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorView.contentAttributes.of(attributes),
        EditorView.lineWrapping,
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (!docChanged) return
          area.value = state.doc.toString()
          area.dispatchEvent(new Event('input', { bubbles: true }))
        }),
        EditorView.domEventHandlers({ beforeinput: replaceText }),
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        language,
        syntaxHighlighting(COLOURS),
        LOOK,
      ],
    }),
  })
  area.hidden = true
  // A name belongs to one text box.
  const labels = [...(area.labels ?? [])]
  const { id } = area
  area.removeAttribute('id')
  const focus = (event: Event): void => {
    event.preventDefault()
    view.focus()
  }
  for (const label of labels) label.addEventListener('click', focus)
  if (wasFocused) view.focus()
  return () => {
    for (const label of labels) label.removeEventListener('click', focus)
    area.hidden = false
    area.id = id
    view.destroy()
  }
}
