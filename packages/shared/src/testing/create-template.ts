import { createTemplateDatabase } from './database.ts'
import { readTestServers } from './servers.ts'

await createTemplateDatabase(readTestServers(process.env).databaseUrl)
