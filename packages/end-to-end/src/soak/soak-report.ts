import type { Part } from './disturbance.ts'
import type { Finding } from './judge-arrivals.ts'
import type { SoakOptions } from './read-soak-options.ts'

/** What a soak came to: the document of `--json`. */
export interface SoakReport extends Omit<SoakOptions, 'json'> {
  /** How often each was carried out. */
  readonly disturbances: Readonly<Record<string, number>>
  /** Statements that changed rows. */
  readonly writes: number
  /** How often a table at rest was compared with what had arrived, while everything else went on. */
  readonly rests: number
  /** By how they ended; failed ones by their code. */
  readonly syncs: Readonly<Record<string, number>>
  readonly events: {
    readonly requests: number
    readonly accepted: number
    /** Sent again under the same messageId, which Segment drops. */
    readonly duplicates: number
    /** As written down. */
    readonly delivered: number
  }
  /** The most that a process of each kind was ever resident, in MB (10⁶ bytes). */
  readonly peakMegabytes: Readonly<Record<Part, number>>
  /** From the start of the workers to the end of the last sync. */
  readonly seconds: number
  /** What must not be; empty when all is well. */
  readonly findings: readonly Finding[]
}

/** The report as a short table, and a line for each finding. */
export function renderSoakReport(report: SoakReport): string {
  const { events, peakMegabytes: peak, findings } = report
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
      .join(', ')
  const rows = [
    [
      'scene',
      `${report.mappings} mappings × ${report.rows.toLocaleString('en')} rows, ${report.workers} workers of each kind`,
    ],
    ['time', `disturbed for ${report.minutes} min, quiet after ${report.seconds} s; seed ${report.seed}`],
    ['disturbances', list(report.disturbances)],
    [
      'writes',
      `${report.writes.toLocaleString('en')} statements; tables at rest were compared ${report.rests} times`,
    ],
    ['syncs', list(report.syncs)],
    ['events', list({ ...events })],
    ['peak', `extractor ${peak.extractor} MB, mapper ${peak.mapper} MB, sender ${peak.sender} MB`],
    ['verdict', findings.length === 0 ? 'everything that arrived equals the tables' : 'something differs'],
  ]
  const told = findings.flatMap(({ what, count, examples }) => [
    `${what}: ${count.toLocaleString('en')}`,
    ...examples.map((example) => `    ${example}`),
  ])
  return [...rows.map(([name, text]) => `${name!.padEnd(13)} ${text}`), ...told].join('\n')
}
