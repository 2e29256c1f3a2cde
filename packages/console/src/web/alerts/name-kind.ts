import { KIND_WORDS } from '@sluice/alerts/core'
import type { AlertKind } from '@sluice/shared/domain'
import { capitalize } from '../parts/capitalize.ts'

/** What a kind of alert is called where a line begins with it. */
export function nameKind(kind: AlertKind): string {
  return capitalize(KIND_WORDS[kind])
}
