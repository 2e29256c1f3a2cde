import { Command, InvalidArgumentError } from 'commander'

/** How long everything is disturbed, and how large it is. */
export interface SoakOptions {
  readonly minutes: number
  /** The same seed disturbs in the same way at the same times. */
  readonly seed: number
  readonly mappings: number
  /** Of each mapping's table at the start. */
  readonly rows: number
  /** Of each kind: extractors, mappers, senders. */
  readonly workers: number
  readonly json: boolean
}

/** Reads the command line; `--help` and wrong use end the process, with 0 and 2. */
export function readSoakOptions(args: readonly string[]): SoakOptions {
  return new Command('npm run soak --')
    .description(
      'Runs everything at once for some minutes on servers of its own: mappings that sync by schedule and by hand while rows are written, workers ' +
        'that are killed and frozen, a Tracking API that fails, servers that restart. Then it looks whether what arrived equals the tables. ' +
        'Exits with 1 when anything differs.',
    )
    .option('--minutes <number>', 'how long everything is disturbed', parsePositive, 8)
    .option('--seed <number>', 'makes the plan of disturbances repeatable', parseWhole, 1)
    .option('--mappings <number>', 'how many mappings, each with a table of its own', parseWhole, 6)
    .option('--rows <number>', 'rows of each table at the start', parseWhole, 20_000)
    .option('--workers <number>', 'extractors, mappers and senders, of each', parseWhole, 2)
    .option('--json', 'print one JSON document instead of a table', false)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse(args, { from: 'user' })
    .opts<SoakOptions>()
}

function parsePositive(text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new InvalidArgumentError('must be a number above 0.')
  return number
}

function parseWhole(text: string): number {
  const number = Number(text)
  if (!(Number.isSafeInteger(number) && number > 0))
    throw new InvalidArgumentError('must be a whole number of 1 or more.')
  return number
}
