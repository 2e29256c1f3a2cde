import { formatPath, type Mistake } from '@sluice/config'
import type { Check } from '@sluice/shared/domain'

/** What is wrong with an item, as checks that have failed: each by the key where it stands. */
export function listMistakeChecks(mistakes: readonly Mistake[]): readonly Check[] {
  return mistakes.map(({ path, message }) => ({
    check: formatPath(path) || 'item',
    status: 'failed',
    detail: message,
  }))
}
