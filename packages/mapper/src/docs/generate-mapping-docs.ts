import { readFileSync, writeFileSync } from 'node:fs'
import { renderMappingDocs } from './render-mapping-docs.ts'

/** Writes the generated parts of docs/mapping.md anew: `pnpm docs:generate`. */
const path = new URL('../../../../docs/mapping.md', import.meta.url)
writeFileSync(path, renderMappingDocs(readFileSync(path, 'utf8')))
