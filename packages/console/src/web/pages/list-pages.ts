import { MAPPING_PAGES } from '../mapping/page/mapping-pages.ts'
import { overviewPage } from '../overview/overview-page.tsx'
import { signOutPage } from '../sign-in/sign-out-page.tsx'
import type { Page } from './page.ts'

/** Every page for whoever has signed in; of two that fit a path the first is meant. */
export const PAGES: readonly Page[] = [overviewPage, ...MAPPING_PAGES, signOutPage]
