import { RESOURCE_KINDS } from '@sluice/config'
import type { Route } from './route.ts'
import { ALERT_ROUTES } from './routes/alert-routes.ts'
import { ASKING_ROUTES } from './routes/asking-routes.ts'
import { createConfigRoutes } from './routes/config-routes.ts'
import { DEAD_LETTER_ROUTES } from './routes/dead-letter-routes.ts'
import { RECORD_ROUTES } from './routes/record-routes.ts'
import { STATUS_ROUTES } from './routes/status-routes.ts'
import { USAGE_ROUTES } from './routes/usage-routes.ts'
import { SYNC_ROUTES } from './routes/sync-routes.ts'

/** Every route of the API; one whose path has a word comes before one that has a name there. */
export const ROUTES: readonly Route[] = [
  ...ALERT_ROUTES,
  ...ASKING_ROUTES,
  ...STATUS_ROUTES,
  ...SYNC_ROUTES,
  ...DEAD_LETTER_ROUTES,
  ...USAGE_ROUTES,
  ...RECORD_ROUTES,
  ...RESOURCE_KINDS.flatMap(createConfigRoutes),
]
