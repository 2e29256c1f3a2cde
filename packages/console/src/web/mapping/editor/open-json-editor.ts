import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import { json } from '@codemirror/lang-json'
import { DIRECTIVE_SCHEMAS } from '@sluice/mapper/mapping-schema'
import { openCodeMirror } from '../../code/open-code-mirror.ts'

/** Opens an editor of the mapping language over a text area; answers how to close it. */
export function openJsonEditor(area: HTMLTextAreaElement): () => void {
  return openCodeMirror(area, [json(), autocompletion({ override: [completeDirective], icons: false })])
}

/** After "@ every directive, with what it has to be told. */
function completeDirective(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/"@\w*/)
  if (word === null) return null
  const isClosed = context.state.sliceDoc(context.pos, context.pos + 1) === '"'
  return {
    from: word.from,
    to: isClosed ? context.pos + 1 : context.pos,
    options: Object.entries(DIRECTIVE_SCHEMAS).map(([name, schema]) => ({
      label: `"${name}"`,
      displayLabel: name,
      info: schema['description'] as string,
      apply: `"${name}": ${writeExample(schema)}`,
    })),
  }
}

/** The shortest value that a directive takes. */
function writeExample({ type, required, properties }: (typeof DIRECTIVE_SCHEMAS)[string]): string {
  if (type === 'array') return '["$.properties.", {}]'
  if (type !== 'object') return '""'
  const names =
    (required as readonly string[]).length > 0
      ? (required as readonly string[])
      : Object.keys(properties as object)
  return `{ ${names.map((name) => `"${name}": ""`).join(', ')} }`
}
