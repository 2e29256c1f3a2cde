import type { Pipeline } from './open-pipeline.ts'

/** What somebody knows who has applied the events of a mapping, each messageId once. */
export function readDownstream({ emulator }: Pipeline, name: string): ReadonlyMap<string, unknown> {
  const rows = new Map<string, unknown>()
  for (const { payload } of emulator.events()) {
    const { of, plan } = (payload['properties'] ?? {}) as { of?: string; plan?: unknown }
    if (of !== name) continue
    const id = String(payload['userId'])
    if (payload['event'] === 'deleted') rows.delete(id)
    else rows.set(id, plan)
  }
  return rows
}

/** The rows of the table of a mapping, as its events tell them. */
export async function readTable(pipeline: Pipeline, name: string): Promise<ReadonlyMap<string, unknown>> {
  const rows = await pipeline.warehouse<{ id: number; plan: unknown }>(`select id, plan from ${name}`)
  return new Map(rows.map(({ id, plan }) => [String(id), plan]))
}
