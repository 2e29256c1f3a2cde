import { writeFileSync } from 'node:fs'
import { ROUTES } from '../list-routes.ts'
import { createOpenApi } from './create-openapi.ts'

const file = new URL('../../../../../docs/openapi.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(createOpenApi(ROUTES), null, 2)}\n`)
