import type { Effect } from '@sluice/config'

const count = (number: number): string => number.toLocaleString('en-US')

/** What saving does to the records of a mapping, in sentences. */
export function describeEffect({ stay, keptBack, wouldResend, calls, model }: Effect): readonly string[] {
  const again =
    keptBack > 0
      ? [`${count(keptBack)} records that were kept back are looked at again by the next sync.`]
      : []
  switch (model) {
    case undefined:
      return [`${count(stay)} records stay as they were sent.`, ...again]
    case 'rows':
      return [
        `Of ${count(wouldResend)} records that were sent, those whose rows are given otherwise now, or no more, go again: at most ${count(calls)} API calls, and one for each new row.`,
        ...again,
      ]
    case 'identity':
      return [
        `${count(wouldResend)} records that were sent are other ones to the next sync: at most ${count(calls)} API calls.`,
        ...again,
      ]
    default:
      return model satisfies never
  }
}

/** True where somebody has to decide: something was sent, or kept back. */
export function isToldFirst({ wouldResend, keptBack }: Effect): boolean {
  return wouldResend + keptBack > 0
}
