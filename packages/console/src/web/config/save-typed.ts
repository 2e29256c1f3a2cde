import type { Mistake, ResourceKind, WrittenItem } from '@sluice/config'
import { readItem, saveItem, type ItemDocument } from '@sluice/operations'
import { SluiceError } from '@sluice/shared/errors'
import type { Submission } from '../pages/page.ts'
import type { ToldEffects } from './effects-notice.tsx'
import { foresee } from './foresee.ts'
import { tellChanges } from './tell-changes.ts'

/** What became of an item that was typed. */
export type Saved =
  /** It would change what was sent, and is not saved yet. */
  | { readonly kind: 'asked'; readonly told: ToldEffects }
  | { readonly kind: 'saved'; readonly isChanged: boolean; readonly warnings: readonly Mistake[] }
  | { readonly kind: 'invalid'; readonly mistakes: readonly Mistake[] }
  /** Somebody else has changed it since it was read. */
  | { readonly kind: 'conflict'; readonly now: ItemDocument; readonly message: string }

/**
 * Saves an item as it was typed over the version that was seen; null adds it. With `asksFirst`, what would change
 * the events of records that were sent is told and not saved.
 */
export async function saveTyped(
  { deps, actor }: Submission,
  {
    asksFirst = false,
    ...request
  }: {
    readonly kind: ResourceKind
    readonly id: string
    readonly item: WrittenItem
    readonly seen: string | null
    readonly asksFirst?: boolean
    readonly resend?: boolean
  },
): Promise<Saved> {
  const { kind, id } = request
  try {
    if (asksFirst) {
      const told = await foresee(deps, request, actor)
      if (told !== null) return { kind: 'asked', told }
    }
    const result = await saveItem(deps, request, actor)
    if (!result.ok) return { kind: 'invalid', mistakes: result.mistakes }
    return { kind: 'saved', isChanged: result.outcome !== 'unchanged', warnings: result.warnings }
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    if (error.code === 'config_exists')
      return {
        kind: 'invalid',
        mistakes: [{ path: ['id'], message: `there is a ${kind} of that name already` }],
      }
    if (error.code === 'changed_meanwhile')
      return { kind: 'conflict', now: await readItem(deps, { kind, id }), message: tellChanges(error) }
    // What is gone has no form any more; of all else what was typed stays.
    if (error.code === `${kind}_unknown`) throw error
    return { kind: 'invalid', mistakes: [{ path: [], message: error.message }] }
  }
}
