import type { Page } from '../../pages/page.ts'
import { lookPage, samplePage, suggestPage } from './live-pages.ts'
import { mappingPage } from './mapping-page.ts'
import { newMappingPage } from './new-mapping-page.ts'

/** The pages on which mappings are added and changed, and what their script asks for. */
export const MAPPING_PAGES: readonly Page[] = [newMappingPage, mappingPage, samplePage, suggestPage, lookPage]
