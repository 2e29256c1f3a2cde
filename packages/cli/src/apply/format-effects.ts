import type { Effect } from '@sluice/config'

/** Effects for people, one line each. */
export function formatEffects(effects: readonly Effect[], resend: readonly string[]): readonly string[] {
  return effects.flatMap((effect) => {
    const words = resend.includes(effect.mapping) ? formatResend(effect) : formatChange(effect)
    return words === null ? [] : [`        mapping/${effect.mapping}: ${words}`]
  })
}

function formatResend({ calls }: Effect): string {
  return `its next sync sends every row again under new messageIds, about ${count(calls)} calls`
}

function formatChange({ mapping, stay, keptBack, wouldResend, calls, model }: Effect): string | null {
  if (wouldResend + keptBack === 0) return null
  if (model === 'identity')
    return `its ${count(wouldResend)} records are other ones to its next sync, at most ${count(calls)} calls`
  if (model === 'rows')
    return `of its ${count(wouldResend)} records those whose rows the query now gives otherwise, or not, go again, at most ${count(calls)} calls`
  const parts = [
    stay > 0 ? `${records(stay)} as sent before` : null,
    keptBack > 0
      ? `${count(keptBack)} kept back so far are looked at again, at most ${count(keptBack)} calls`
      : null,
    wouldResend > 0 ? `--resend ${mapping} sends all again, about ${count(wouldResend)} calls` : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join('; ')
}

function records(number: number): string {
  return number === 1 ? '1 record stays' : `${count(number)} records stay`
}

function count(number: number): string {
  return number.toLocaleString('en-US')
}
