import { joinParts, mark, type Line, type Style } from '../output/line.ts'
import type { PreviewDocument } from '@sluice/operations'

const STYLES: Readonly<Record<PreviewDocument['outcome'], Style>> = {
  event: 'good',
  skipped: 'dim',
  invalid: 'bad',
}

/** Previews for people: each row with its event, or with the reason why there is none. */
export function formatPreviews(previews: readonly PreviewDocument[]): readonly Line[] {
  if (previews.length === 0) return ['the model has no rows']
  const count = (outcome: PreviewDocument['outcome']): number =>
    previews.filter((preview) => preview.outcome === outcome).length
  const events = count('event')
  const sum = `${events} ${events === 1 ? 'event' : 'events'}, ${count('skipped')} skipped, ${count('invalid')} invalid; nothing was sent`
  return [...previews.flatMap(formatPreview), sum]
}

function formatPreview({ recordId, op, outcome, event, reason }: PreviewDocument): readonly Line[] {
  const head = joinParts(
    `${recordId ?? '(no identifier)'} ${op}: `,
    mark(outcome, STYLES[outcome]),
    reason === undefined ? '' : `: ${reason}`,
  )
  return event === undefined ? [head] : [head, ...JSON.stringify(event, null, 2).split('\n')]
}
