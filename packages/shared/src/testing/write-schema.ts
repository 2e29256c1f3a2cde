import { writeFile } from 'node:fs/promises'
import { TEMPLATE_DATABASE, createTemplateDatabase, replaceDatabase } from './database.ts'
import { dumpSchema } from './dump-schema.ts'
import { readTestServers } from './servers.ts'

// Run by `pnpm schema:dump` after a migration was added.
const { databaseUrl } = readTestServers(process.env)
await createTemplateDatabase(databaseUrl)
const schema = await dumpSchema(replaceDatabase(databaseUrl, TEMPLATE_DATABASE))
await writeFile(new URL('../../sql/schema.sql', import.meta.url), schema)
