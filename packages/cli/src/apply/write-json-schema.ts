import { writeFile } from 'node:fs/promises'
import { createJsonSchema } from '@sluice/config'

/** `pnpm --filter @sluice/cli schema`: writes the schema that is shipped with the CLI. */
await writeFile(new URL('../../sluice.schema.json', import.meta.url), createJsonSchema())
