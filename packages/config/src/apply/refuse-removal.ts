import type { Config } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { listRunningSyncs, type Queryable } from '@sluice/shared/store'
import { formatResource, listResources, type Resource } from '../items/kinds.ts'
import type { Plan } from '../plan/plan-changes.ts'

/** Refuses to remove what stays named by others; `current` is the config before the plan. */
export function refuseRemovalOfNamed(plan: Plan, current: Config): void {
  if (plan.removed.length === 0) return
  const removed = new Set(plan.removed.map(formatResource))
  const updated = new Map(plan.updated.map(({ after }) => [formatResource(after), after]))
  const staying = listResources(current)
    .filter((resource) => !removed.has(formatResource(resource)))
    .map((resource) => updated.get(formatResource(resource)) ?? resource)
  const mistakes = [...staying, ...plan.created].flatMap((resource) =>
    listNamed(resource)
      .filter((name) => removed.has(name))
      .map((name) => `${name} cannot be removed: ${formatResource(resource)} needs it`),
  )
  if (mistakes.length > 0) throw new SluiceError('config_in_use', mistakes)
}

/** The names of what a resource refers to. */
function listNamed({ kind, value }: Resource): readonly string[] {
  switch (kind) {
    case 'source':
      return []
    case 'model':
      return [`source/${value.source}`]
    case 'destination':
      return value.source === null ? [] : [`source/${value.source}`]
    case 'mapping':
      return [`model/${value.model}`, `destination/${value.destination}`]
    case 'channel':
      return []
    case 'rule':
      return [
        ...(value.mapping === null ? [] : [`mapping/${value.mapping}`]),
        ...value.channels.map((channel) => `channel/${channel}`),
      ]
    default:
      return kind satisfies never
  }
}

/** A running sync still reads its source and sends to its destination, even if its mapping has moved on to others. */
export async function refuseRemovalOfRunning(tx: Queryable, removed: readonly Resource[]): Promise<void> {
  if (removed.length === 0) return
  const names = new Set(removed.map(formatResource))
  for (const { id, mapping, plan } of await listRunningSyncs(tx)) {
    if (names.has(`mapping/${mapping}`)) continue
    const used = [
      `model/${plan.model.id}`,
      `source/${plan.model.source}`,
      `destination/${plan.mapping.destination}`,
    ].find((name) => names.has(name))
    if (used !== undefined) {
      throw new SluiceError(
        'sync_running',
        `${used} cannot be removed while sync ${id} of mapping ${mapping} runs: wait for it to end, or cancel it`,
        { subject: { kind: 'sync', id } },
      )
    }
  }
}
