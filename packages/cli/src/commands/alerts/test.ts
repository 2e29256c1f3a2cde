import { testChannel } from '@sluice/operations/alerts/test-channel'
import { parseEnvironment, readSecretKeys } from '@sluice/shared/runtime'
import { EXIT } from '../../output/exit-codes.ts'
import { addCommand, type CommonOptions, type DefineSubcommand } from '../define-command.ts'
import { withAsker } from '../with-asker.ts'

const PURPOSES = ['alerts'] as const

/** `sluice alerts test` */
export const defineTest: DefineSubcommand = (parent, shell) => {
  addCommand(parent, 'test', {
    description: 'Send a test message to a channel, and say what came back.',
    details: `The message goes out from here: extractors may have another way to the network. SLUICE_CONSOLE_URL makes its link.

Needs DATABASE_URL, and SLUICE_SECRET_KEY or SLUICE_ALERTS_KEY.

--json prints {channel, ok, detail}.

Exit codes: 0 it has arrived, 1 it has not, 2 there is no such channel.`,
    examples: ['alerts test team', 'alerts test team --json'],
  })
    .argument('<channel>', 'id of a channel')
    .action(async (channel: string, { json }: CommonOptions) => {
      // Together, so that every mistake is told at once.
      const { mistakes } = readSecretKeys(shell.env, PURPOSES)
      parseEnvironment(shell.env, ['DATABASE_URL', 'SLUICE_CONSOLE_URL'], { mistakes })
      const document = await withAsker(shell, PURPOSES, (deps, visitor) =>
        testChannel(deps, { channel }, visitor),
      )
      const { ok, detail } = document
      const said = ok ? `the test has arrived at ${channel}` : `the test has not arrived at ${channel}`
      shell.print(json ? JSON.stringify(document) : `${said}: ${detail}`)
      shell.exitWith(ok ? EXIT.done : EXIT.failed)
    })
}
