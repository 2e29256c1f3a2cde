import { startDryRun } from '@sluice/operations'
import { redirect, type Page } from '../pages/page.ts'
import { findSyncPath } from './sync-links.tsx'

/** Starts a dry run of a mapping. */
export const dryRunPage: Page = {
  path: '/mappings/:id/dry-run',
  async act({ deps, params, actor }) {
    const sync = await startDryRun(deps, { mapping: params['id'] ?? '' }, actor)
    return redirect(findSyncPath(sync.id), 'The dry run has started. It sends nothing.')
  },
}
