import type { DestinationOptions } from '@sluice/shared/domain'

/** API calls of a destination on a day, UTC. */
interface DayCalls {
  readonly destination: string
  readonly day: string
  readonly calls: number
}

/** A destination with what was planned for it. */
interface PlannedDestination {
  readonly id: string
  readonly options: DestinationOptions
}

/** The calls of deliveries by destination and day; days without any are left out. */
export function sumCalls(
  deliveries: readonly { readonly destination: string; readonly day: string; readonly delivered: number }[],
): readonly DayCalls[] {
  const days = new Map<string, DayCalls>()
  for (const { destination, day, delivered } of deliveries) {
    if (delivered === 0) continue
    const key = `${day} ${destination}`
    days.set(key, { destination, day, calls: (days.get(key)?.calls ?? 0) + delivered })
  }
  return [...days.values()]
}

/** The destinations whose users are counted together with those of one: all of its workspace, or it alone. */
export function listTogether(planned: readonly PlannedDestination[], destination: string): readonly string[] {
  const workspace = planned.find(({ id }) => id === destination)?.options.workspace ?? null
  if (workspace === null) return [destination]
  return planned.filter(({ options }) => options.workspace === workspace).map(({ id }) => id)
}
