import type { Config } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { endDryRun, listRunningSyncs, type Queryable, type SyncRecord } from '@sluice/shared/store'
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
  for (const { sync, used } of await listRunningOn(tx, removed)) {
    // Makes way, as it does for a sync.
    if (sync.origin === 'dry_run') continue
    throw new SluiceError(
      'sync_running',
      `${used} cannot be removed while sync ${sync.id} of mapping ${sync.mapping} runs: wait for it to end, or cancel it`,
      { subject: { kind: 'sync', id: sync.id } },
    )
  }
}

/** Nobody waits for a dry run to remove what it looks at. */
export async function endDryRunsOf(tx: Queryable, removed: readonly Resource[]): Promise<void> {
  for (const { sync, used } of await listRunningOn(tx, removed))
    if (sync.origin === 'dry_run')
      await endDryRun(tx, sync.id, `${used}, which it looks at, was removed meanwhile`)
}

/** The running syncs of mappings that stay, and what of that which is removed they use. */
async function listRunningOn(
  tx: Queryable,
  removed: readonly Resource[],
): Promise<readonly { readonly sync: SyncRecord; readonly used: string }[]> {
  if (removed.length === 0) return []
  const names = new Set(removed.map(formatResource))
  return (await listRunningSyncs(tx)).flatMap((sync) => {
    const { model, mapping } = sync.plan
    const used = [`model/${model.id}`, `source/${model.source}`, `destination/${mapping.destination}`].find(
      (name) => names.has(name),
    )
    return used === undefined || names.has(`mapping/${sync.mapping}`) ? [] : [{ sync, used }]
  })
}
