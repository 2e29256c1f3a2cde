import type { Page } from '../pages/page.ts'
import { deadLettersPage } from './dead-letters-page.tsx'
import { letterPage } from './letter-page.tsx'
import { discardPage, requeuePage } from './order-pages.tsx'

/** What did not arrive, and what is done about it. */
export const DEAD_LETTER_PAGES: readonly Page[] = [deadLettersPage, requeuePage, discardPage, letterPage]
