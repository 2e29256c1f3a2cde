import { ACTIONS } from '../core/index.ts'
import { renderActions } from './render-actions.ts'
import { replaceGenerated } from './replace-generated.ts'

/** docs/mapping.md with its generated parts as the definitions are now. */
export function renderMappingDocs(markdown: string): string {
  return replaceGenerated(markdown, 'actions', renderActions(Object.values(ACTIONS)))
}
