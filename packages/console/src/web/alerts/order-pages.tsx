/** @jsxRuntime automatic @jsxImportSource preact */
import { muteAlerts, testChannel, unmuteAlerts, type MuteInput } from '@sluice/operations'
import { askOrTell } from '../config/ask-or-tell.tsx'
import { redirect, type Page } from '../pages/page.ts'
import { formatUtc } from '../time/instant.tsx'
import { showAlerts } from './alerts-page.tsx'
import { TestVerdict } from './test-verdict.tsx'

/** Sends a test to a channel, and says what came back. */
export const testPage: Page = {
  path: '/alerts/test',
  async act(submission) {
    const { deps, form, actor, visitor, signal } = submission
    const channel = form.get('channel') ?? ''
    const said = await askOrTell(async () => {
      const asking = { actor, role: visitor.account.role }
      return <TestVerdict test={await testChannel(deps, { channel, signal }, asking)} />
    })
    return showAlerts(submission, said)
  },
}

/** Has nobody told of a rule for a while. */
export const mutePage: Page = {
  path: '/alerts/mute',
  async act({ deps, form, actor }) {
    const input = { ...readSubject(form), for: form.get('for') ?? '' }
    const { rule, mapping, destination, until } = await muteAlerts(deps, input, actor)
    const of = mapping ?? destination
    return redirect('alerts', `${rule}${of === null ? '' : ` of ${of}`} is muted until ${formatUtc(until)}.`)
  },
}

/** Has people told again. */
export const unmutePage: Page = {
  path: '/alerts/unmute',
  async act({ deps, form, actor }) {
    const { rule, unmuted } = await unmuteAlerts(deps, readSubject(form), actor)
    return redirect('alerts', unmuted ? `${rule} is told of again.` : `${rule} was not muted any more.`)
  },
}

function readSubject(form: URLSearchParams): MuteInput {
  return {
    rule: form.get('rule') ?? '',
    mapping: form.get('mapping') ?? undefined,
    destination: form.get('destination') ?? undefined,
  }
}
