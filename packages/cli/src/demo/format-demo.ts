import type { DemoDocument, Round } from './compare-counts.ts'
import type { AcceptedEvent } from '@sluice/emulator/server'
import type { Line } from '../output/line.ts'
import type { OpenDemo } from './open-demo.ts'

/** What the demo tells at its end. */
export function formatDemo(
  document: DemoDocument,
  /** null where nobody can look around. */
  demo: OpenDemo | null,
  samples: readonly AcceptedEvent[],
): readonly Line[] {
  const { first, second, emulator } = document
  const number = (value: number): string => value.toLocaleString('en-US')
  const formatRound = (name: string, round: Round): string[] => [
    '',
    name,
    ...round.syncs.map(
      (sync) =>
        `  ${sync.mapping.padEnd(20)} ${number(sync.extracted).padStart(7)} changed  ${number(sync.delivered).padStart(7)} delivered` +
        `  ${number(sync.skipped).padStart(5)} skipped  ${number(sync.invalid + sync.dead)} dead letters`,
    ),
  ]
  return [
    ...formatRound('first sync: everything is new', first),
    ...formatRound('second sync: only what changed', second),
    '',
    'the Tracking API received',
    ...Object.entries(emulator.byRegion).map(
      ([region, tally]) =>
        `  ${region.padEnd(20)} ${number(tally.accepted).padStart(7)} accepted in ${number(tally.requests)} requests`,
    ),
    `  ${document.agrees ? 'every delivered row arrived, and none twice' : 'THE COUNTS DO NOT AGREE'}` +
      ` (${number(emulator.duplicates)} duplicates, ${number(emulator.rejected)} rejected)`,
    '',
    'one of each',
    ...samples.map((event) => `  ${formatEvent(event)}`),
    ...(demo === null
      ? []
      : [
          '',
          'look around, Ctrl-C ends everything',
          `  what arrived         ${demo.emulator.url}`,
          `  the console          ${demo.consoleUrl}`,
          `  its queues           ${demo.consoleUrl}/queues`,
          ...demo.metrics.map(({ worker, url }) => `  ${`metrics, ${worker}`.padEnd(20)} ${url}`),
          '',
          'to try every command on it, copy this line into another terminal',
          `export ${Object.entries(demo.variables)
            .map(([name, value]) => `${name}='${value}'`)
            .join(' ')}`,
          'and there, for example',
          'npm run -s sluice -- dead-letters ls',
        ]),
  ]
}

/** What was sent of an event, on one line. */
function formatEvent({ payload }: AcceptedEvent): string {
  const { type, userId, event, traits, properties } = payload
  return JSON.stringify({ type, userId, event, traits, properties })
}
