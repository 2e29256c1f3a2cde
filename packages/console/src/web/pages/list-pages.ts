import { ALERT_PAGES } from '../alerts/alert-pages.ts'
import { auditPage } from '../audit/audit-page.tsx'
import { DEAD_LETTER_PAGES } from '../dead-letters/dead-letter-pages.ts'
import { MAPPING_PAGES } from '../mapping/page/mapping-pages.ts'
import { MAPPING_ITEM_PAGES } from '../config/mapping-pages.ts'
import { DESTINATION_PAGES } from '../destinations/destination-pages.tsx'
import { MODEL_PAGES } from '../models/model-pages.tsx'
import { overviewPage } from '../overview/overview-page.tsx'
import { recordPage } from '../records/record-page.tsx'
import { signOutPage } from '../sign-in/sign-out-page.tsx'
import { SYNC_PAGES } from '../syncs/sync-pages.ts'
import { revokePage } from '../tokens/revoke-page.tsx'
import { tokensPage } from '../tokens/tokens-page.tsx'
import { SOURCE_PAGES } from '../sources/source-pages.tsx'
import { usagePage } from '../usage/usage-page.tsx'
import type { Page } from './page.ts'

/** Every page for whoever has signed in; of two that fit a path the first is meant. */
export const PAGES: readonly Page[] = [
  overviewPage,
  ...SOURCE_PAGES,
  ...MODEL_PAGES,
  ...DESTINATION_PAGES,
  ...MAPPING_PAGES,
  ...MAPPING_ITEM_PAGES,
  ...SYNC_PAGES,
  recordPage,
  ...DEAD_LETTER_PAGES,
  usagePage,
  ...ALERT_PAGES,
  auditPage,
  tokensPage,
  revokePage,
  signOutPage,
]
