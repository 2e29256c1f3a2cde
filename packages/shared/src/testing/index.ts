export { startCollector, type CollectedSpan, type TestCollector } from './start-collector.ts'
export {
  TEMPLATE_DATABASE,
  createControlDatabase,
  createEmptyDatabase,
  createMigratedDatabase,
  createTemplateDatabase,
  replaceDatabase,
  type TestDatabase,
} from './database.ts'
export { asRole, createRoles } from './create-roles.ts'
export { createScript, PROGRAMS_VARIABLE, type Script } from './create-script.ts'
export { dumpSchema } from './dump-schema.ts'
export { createFakeClock, type FakeClock } from './fake-clock.ts'
export { createQueuePrefix, removePrefix } from './queue-prefix.ts'
export { readTestServers } from './servers.ts'
export { startPooler, type TestPooler } from './start-pooler.ts'
export { waitFor } from './wait-for.ts'
export {
  SEED_DESTINATION,
  SEED_MAPPING,
  SEED_MODEL,
  SEED_SOURCE,
  seedConfig,
  type SeedChanges,
} from './seeds.ts'
