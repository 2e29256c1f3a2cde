import { saveItem, type Actor, type ConfigDeps, type SaveItemInput } from '@sluice/operations'
import { isToldFirst } from './describe-effect.ts'
import type { ToldEffects } from './effects-notice.tsx'

/** What saving would do to records that were sent, where there is something to decide; null where there is not. */
export async function foresee(
  deps: ConfigDeps,
  request: SaveItemInput,
  actor: Actor,
): Promise<ToldEffects | null> {
  const dry = await saveItem(deps, { ...request, dryRun: true }, actor)
  if (!dry.ok) return null
  const effects = dry.effects.filter(isToldFirst)
  const { uncounted } = dry
  if (effects.length + uncounted.length === 0) return null
  const canResend = request.kind === 'mapping' || request.kind === 'destination'
  if (!canResend || effects.length === 0) return { effects, uncounted, resendCalls: null }
  const again = await saveItem(deps, { ...request, dryRun: true, resend: true }, actor)
  const resent = again.ok ? again.effects : effects
  return { effects, uncounted, resendCalls: resent.reduce((sum, { calls }) => sum + calls, 0) }
}
