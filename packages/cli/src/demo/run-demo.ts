import { fileURLToPath } from 'node:url'
import type { AcceptedEvent } from '@sluice/emulator/server'
import type { SyncDocument } from '@sluice/shared/domain'
import { compareCounts, sumRound, type DemoDocument, type Round } from './compare-counts.ts'
import { changeWarehouse } from './demo-warehouse.ts'
import { CONFIG_FILE, withDemo, type DemoOptions, type OpenDemo } from './open-demo.ts'

/** Called when everything has been shown; the demo stays up until it resolves. */
export type Stay = (
  document: DemoDocument,
  demo: OpenDemo,
  samples: readonly AcceptedEvent[],
) => Promise<void>

const MAPPINGS = ['customers-identify', 'orders-track']

/** Walks the main job through once, with real servers and processes, and takes everything down again. */
export function runDemo(options: DemoOptions, stay: Stay): Promise<DemoDocument> {
  const { say } = options
  return withDemo(options, async (demo) => {
    const { emulator, warehouseUrl, sluice } = demo
    for (const line of (await sluice('apply', '-f', fileURLToPath(CONFIG_FILE))).trimEnd().split('\n'))
      say(line)
    const first = await runRound(demo, say)
    say('warehouse: some customers upgrade, some are new, orders come in, ten orders go')
    await changeWarehouse(warehouseUrl)
    const second = await runRound(demo, say)

    const document = compareCounts(first, second, emulator.counts())
    const samples = ['identify', 'track'] as const
    await stay(
      document,
      demo,
      samples.flatMap((type) => emulator.events({ type }).slice(0, 1)),
    )
    return document
  })
}

async function runRound({ sluice }: OpenDemo, say: DemoOptions['say']): Promise<Round> {
  const syncs: SyncDocument[] = []
  for (const mapping of MAPPINGS) {
    const sync = JSON.parse(await sluice('sync', mapping, '--wait', '--json')) as SyncDocument
    say(formatSync(sync))
    syncs.push(sync)
  }
  return sumRound(syncs)
}

function formatSync(sync: SyncDocument): string {
  const { status, extracted, delivered, invalid, dead, startedAt, finishedAt } = sync
  const seconds = (Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')) / 1_000
  const letters = invalid + dead === 0 ? '' : `, ${invalid + dead} dead letters`
  return `  ${status}: ${extracted} rows had changed, ${delivered} events delivered${letters} in ${seconds.toFixed(1)} s`
}
