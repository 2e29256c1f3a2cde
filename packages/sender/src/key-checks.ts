import type { Logger } from '@sluice/shared/runtime'
import type { Target } from './target.ts'
import type { SourceSettings } from './tracking-api/index.ts'

/** Whether write keys are known, as this process has learnt. */
export interface KeyChecks {
  /**
   * Why nothing may be sent to a target for now: its key is not known, and what is sent
   * under it would be swallowed. Else null.
   */
  findHold(target: Target): Promise<string | null>
}

export interface KeyCheckDeps {
  readonly ask: (target: Target) => Promise<SourceSettings>
  readonly log: Pick<Logger, 'info' | 'warn'>
  readonly now: () => number
  readonly limits?: KeyCheckLimits
}

export interface KeyCheckLimits {
  /** How long an unknown key is taken for unknown. */
  readonly unknownMs: number
  /** How long a key that nobody could be asked about is let through before it is asked about again. */
  readonly silentMs: number
}

const LIMITS: KeyCheckLimits = { unknownMs: 30_000, silentMs: 300_000 }

interface Known {
  readonly hold: string | null
  /** Until when this is believed; for ever once the key was known. */
  readonly untilMs: number
}

/**
 * Asks about a write key before its first request, and never again once it is known; a key
 * that changes is another one. The Tracking API takes what is sent under an unknown key and
 * drops it, so such a key holds its events; where nobody answers the question they go on.
 */
export function createKeyChecks({ ask, log, now, limits = LIMITS }: KeyCheckDeps): KeyChecks {
  const known = new Map<string, Known>()
  const asking = new Map<string, Promise<Known>>()

  const learn = async (target: Target): Promise<Known> => {
    const settings = await ask(target)
    const about = { region: target.region, target: target.id }
    const before = known.get(target.id)
    const learnt = judge(settings, now(), limits)
    if (learnt.hold !== null && before?.hold !== learnt.hold)
      log.warn({ ...about, reason: learnt.hold }, 'write key is not known')
    if (learnt.hold === null && before !== undefined && before.hold !== null)
      log.info(about, 'write key is known by now')
    if (isSilent(settings) && before === undefined)
      log.warn({ ...about, reason: formatSilence(settings) }, 'write key could not be checked')
    known.set(target.id, learnt)
    return learnt
  }
  const learnOnce = (target: Target): Promise<Known> => {
    const underWay = asking.get(target.id)
    if (underWay !== undefined) return underWay
    const started = learn(target).finally(() => asking.delete(target.id))
    asking.set(target.id, started)
    return started
  }

  return {
    async findHold(target) {
      const learnt = known.get(target.id)
      if (learnt !== undefined && now() < learnt.untilMs) return learnt.hold
      if (learnt === undefined || learnt.hold !== null) return (await learnOnce(target)).hold
      // It was let through without an answer: nobody waits for another try.
      learnOnce(target).catch(() => {})
      return null
    },
  }
}

function judge(settings: SourceSettings, nowMs: number, { unknownMs, silentMs }: KeyCheckLimits): Known {
  switch (settings.kind) {
    case 'known':
      return { hold: null, untilMs: Infinity }
    case 'unknown':
      return {
        hold: 'no Segment source that is switched on has this write key: its events would be lost; asked again every 30 s',
        untilMs: nowMs + unknownMs,
      }
    case 'answer':
    case 'no answer':
      return { hold: null, untilMs: nowMs + silentMs }
    default:
      return settings satisfies never
  }
}

type Silence = Exclude<SourceSettings, { readonly kind: 'known' | 'unknown' }>

function isSilent(settings: SourceSettings): settings is Silence {
  return settings.kind === 'answer' || settings.kind === 'no answer'
}

function formatSilence(silence: Silence): string {
  return silence.kind === 'answer' ? `HTTP ${silence.status}` : silence.reason
}
