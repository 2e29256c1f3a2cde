import type { Page } from '../pages/page.ts'
import { alertsPage } from './alerts-page.tsx'
import { ALERT_ITEM_PAGES } from './item-pages.tsx'
import { mutePage, testPage, unmutePage } from './order-pages.tsx'

/** The page of alerts, and what its buttons order. */
export const ALERT_PAGES: readonly Page[] = [alertsPage, testPage, mutePage, unmutePage, ...ALERT_ITEM_PAGES]
