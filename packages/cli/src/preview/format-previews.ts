import type { PreviewDocument } from './preview-row.ts'

/** Previews for people: each row with its event, or with the reason why there is none. */
export function formatPreviews(previews: readonly PreviewDocument[]): string {
  if (previews.length === 0) return 'the model has no rows'
  const texts = previews.map(({ recordId, op, outcome, event, reason }) => {
    const head = `${recordId ?? '(no identifier)'} ${op}: ${reason === undefined ? outcome : `${outcome}: ${reason}`}`
    return event === undefined ? head : `${head}\n${JSON.stringify(event, null, 2)}`
  })
  const count = (outcome: PreviewDocument['outcome']): number =>
    previews.filter((preview) => preview.outcome === outcome).length
  return `${texts.join('\n')}\n${count('event')} events, ${count('skipped')} skipped, ${count('invalid')} invalid; nothing was sent`
}
