import type { Command } from 'commander'
import { SluiceError } from '@sluice/shared/errors'
import { parseEnvironment } from '@sluice/shared/runtime'
import {
  listDestinations,
  listMappings,
  recordAudit,
  recordEnabled,
  type Queryable,
} from '@sluice/shared/store'
import { lockConfig } from '@sluice/config'
import { formatSuggestion } from '@sluice/shared/domain'
import type { Shell } from '../shell.ts'
import { CLOSED_SECRETS } from './closed-secrets.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { withDatabase } from './with-database.ts'

/** `sluice enable`: switches a mapping or a destination on. */
export const defineEnable: DefineCommand = (program, shell) => defineSwitch(program, shell, true)

/** `sluice disable`: switches a mapping or a destination off. */
export const defineDisable: DefineCommand = (program, shell) => defineSwitch(program, shell, false)

function defineSwitch(program: Command, shell: Shell, enabled: boolean): void {
  const verb = enabled ? 'enable' : 'disable'
  addCommand(program, verb, {
    description: `Switch a mapping or a destination ${enabled ? 'on' : 'off'}.`,
    details: `A sync that runs already goes on. Where a mapping and a destination have the same id, write mapping/<id> or destination/<id>.
The next \`sluice apply\` makes it again what the file says.

Needs DATABASE_URL.

--json prints {kind, id, enabled, changed}.`,
    examples: [`${verb} customers-identify`, `${verb} destination/segment-us`],
  })
    .argument('<id>', 'id of a mapping or a destination')
    .action(async (name: string, options: CommonOptions) => {
      const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
      const switched = await withDatabase(shell, url, (db) =>
        db.transaction(async (tx) => {
          await lockConfig(tx)
          const { kind, id, enabled: before } = await findSwitch(tx, name)
          const changed = before !== enabled
          if (changed) {
            await recordEnabled(tx, kind, id, enabled)
            const audit = { actor: shell.user, action: 'updated', kind, id } as const
            await recordAudit(tx, { ...audit, before: { enabled: before }, after: { enabled } })
          }
          return { kind, id, enabled, changed }
        }),
      )
      const state = `${switched.changed ? 'is now' : 'was already'} ${verb}d`
      shell.print(options.json ? JSON.stringify(switched) : `${switched.kind}/${switched.id} ${state}`)
    })
}

interface Switch {
  readonly kind: 'mapping' | 'destination'
  readonly id: string
  readonly enabled: boolean
}

/** The one mapping or destination that a name means. */
async function findSwitch(db: Queryable, name: string): Promise<Switch> {
  const [, wanted, id = name] = /^(mapping|destination)\/(.*)$/.exec(name) ?? []
  const mappings = (await listMappings(db)).map((mapping) => ({ kind: 'mapping', ...mapping }) as const)
  const destinations = (await listDestinations(db, CLOSED_SECRETS)).map(
    (destination) => ({ kind: 'destination', ...destination }) as const,
  )
  const candidates: readonly Switch[] = [...mappings, ...destinations].filter(
    ({ kind }) => wanted === undefined || kind === wanted,
  )
  const [found, other] = candidates.filter((candidate) => candidate.id === id)
  if (found !== undefined && other === undefined) return found
  if (found !== undefined) {
    throw new SluiceError(
      'usage_invalid',
      `${id} is a mapping and a destination: write mapping/${id} or destination/${id}`,
    )
  }
  const suggestion = formatSuggestion(
    id,
    candidates.map((candidate) => candidate.id),
  )
  throw new SluiceError(
    wanted === 'destination' ? 'destination_unknown' : 'mapping_unknown',
    `there is no ${wanted ?? 'mapping or destination'} ${id}${suggestion}: \`sluice status\` lists them`,
  )
}
