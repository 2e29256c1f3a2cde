import { SluiceError } from '@sluice/shared/errors'
import {
  parseEnvironment,
  readEndpoints,
  readProxies,
  readSecretKeys,
  readSettingsEndpoints,
} from '@sluice/shared/runtime'
import { listDestinations, type DestinationRecord } from '@sluice/shared/store'
import { formatSuggestion } from '@sluice/shared/domain'
import { EXIT } from '../output/exit-codes.ts'
import { formatChecks } from '../output/format-checks.ts'
import type { Check } from '../test-destination/check.ts'
import { runChecks } from '../test-destination/run-checks.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { withSecrets } from './with-database.ts'

/** What `sluice test-destination --json` prints. */
export interface DestinationTest {
  readonly destination: string
  readonly region: string
  /** False when a check has failed; a warning fails nothing. */
  readonly ok: boolean
  readonly checks: readonly Check[]
}

const PURPOSES = ['destinations'] as const
const VARIABLE_NAMES = [
  'DATABASE_URL',
  'SLUICE_ENDPOINT_US_WEST_2',
  'SLUICE_ENDPOINT_EU_WEST_1',
  'SLUICE_SETTINGS_ENDPOINT_US_WEST_2',
  'SLUICE_SETTINGS_ENDPOINT_EU_WEST_1',
] as const

/** `sluice test-destination`: checks the write key, the region and the endpoint of a destination. */
export const defineTestDestination: DefineCommand = (program, shell) => {
  addCommand(program, 'test-destination', {
    description: 'Check the write key, the region and the endpoint of a destination; sends no event.',
    details: `Asks Segment for the settings of the source that the write key belongs to, and whether the Tracking API of the region answers.
Segment tells of a write key only whether there is a source for it; whether events come through is seen in its debugger.

Needs DATABASE_URL, and SLUICE_SECRET_KEY or SLUICE_DESTINATIONS_KEY.

--json prints {destination, region, ok, checks: [{check, status, detail}]}.

Exit codes: 0 nothing is wrong, 1 a check has failed, 2 there is no such destination.`,
    examples: ['test-destination segment-us', 'test-destination segment-us --json'],
  })
    .argument('<id>', 'id of a destination')
    .action(async (id: string, options: CommonOptions) => {
      // Together, so that every mistake is told at once.
      const { mistakes } = readSecretKeys(shell.env, PURPOSES)
      const values = parseEnvironment(shell.env, VARIABLE_NAMES, { mistakes })
      const destination = await withSecrets(
        shell,
        async (db, secrets) => findDestination(await listDestinations(db, secrets), id),
        PURPOSES,
      )
      const urls = {
        endpoints: readEndpoints(values),
        settings: readSettingsEndpoints(values),
        proxies: readProxies(shell.env),
      }
      const checks = await runChecks(destination, urls)
      const ok = checks.every(({ status }) => status !== 'failed')
      const document: DestinationTest = { destination: id, region: destination.region, ok, checks }
      shell.print(options.json ? JSON.stringify(document) : formatChecks(checks, shell.proseColumns))
      shell.exitWith(ok ? EXIT.done : EXIT.failed)
    })
}

function findDestination(destinations: readonly DestinationRecord[], id: string): DestinationRecord {
  const found = destinations.find((destination) => destination.id === id)
  if (found !== undefined) return found
  const suggestion = formatSuggestion(
    id,
    destinations.map((destination) => destination.id),
  )
  throw new SluiceError(
    'destination_unknown',
    `there is no destination ${id}${suggestion}: \`sluice status\` lists them`,
  )
}
