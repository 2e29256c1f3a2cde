import type { Page } from '../pages/page.ts'
import { dryRunPage } from './dry-run-page.ts'
import { mappingSyncsPage } from './mapping-syncs-page.tsx'
import { cancelSyncPage, syncPage } from './sync-page.tsx'
import { syncsPage } from './syncs-page.tsx'

/** What has synced, what syncs, and how it goes. */
export const SYNC_PAGES: readonly Page[] = [syncsPage, mappingSyncsPage, dryRunPage, cancelSyncPage, syncPage]
