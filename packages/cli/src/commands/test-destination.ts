import type { DestinationTest } from '@sluice/operations'
import { testDestination } from '@sluice/operations/checks/test-destination'
import { SEGMENT_VARIABLES } from '@sluice/operations/ask/read-segment-places'
import { parseEnvironment, readSecretKeys } from '@sluice/shared/runtime'
import { EXIT } from '../output/exit-codes.ts'
import { formatChecks } from '../output/format-checks.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { withAsker } from './with-asker.ts'

const PURPOSES = ['destinations'] as const

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
      parseEnvironment(shell.env, ['DATABASE_URL', ...SEGMENT_VARIABLES], { mistakes })
      const document = await withAsker(shell, PURPOSES, (deps, visitor) =>
        testDestination(deps, { destination: id }, visitor),
      )
      shell.print(
        options.json ? JSON.stringify(document) : formatChecks(addAdvice(document), shell.proseColumns),
      )
      shell.exitWith(document.ok ? EXIT.done : EXIT.failed)
    })
}

/** The checks, with the command that mends what one of them has found. */
function addAdvice({ destination, checks }: DestinationTest): DestinationTest['checks'] {
  return checks.map((check) =>
    check.check === 'enabled' && check.status === 'failed'
      ? { ...check, detail: `${check.detail}: \`sluice enable destination/${destination}\`` }
      : check,
  )
}
