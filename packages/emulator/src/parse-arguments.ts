import { Command, InvalidArgumentError } from 'commander'
import type { EmulatorOptions } from './emulator-options.ts'
import { isRegion, type Region, REGIONS } from './region.ts'

/** What the command line asks for. */
export interface Arguments {
  readonly options: EmulatorOptions
  /** One JSON document instead of environment lines. */
  readonly isJson: boolean
  /** A line per request on standard error. */
  readonly isLogging: boolean
}

interface RawOptions {
  readonly port: number
  readonly host: string
  readonly writeKey?: readonly string[]
  readonly requestsPerSecond?: number
  readonly maxEvents?: number
  readonly strict?: true
  readonly json?: true
  readonly log?: true
}

/**
 * Reads the command line (without node and script); throws a CommanderError after printing what is wrong, or the help.
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const command = new Command('sluice-emulator')
    .description(
      "A local Tracking API for both regions, with Segment's documented ingest rules and faults on demand.",
    )
    .option('--port <number>', 'port to listen on; 0 takes a free one', parsePort, 0)
    .option('--host <address>', 'address to listen on; there is no password', '127.0.0.1')
    .option(
      '--write-key <key=region>',
      'a known write key and its region, repeatable; without any, every key is known',
      collect,
    )
    .option('--requests-per-second <number>', 'answer 429 to a write key above this rate', parseRate)
    .option(
      '--max-events <number>',
      'keep only the newest so many events; counts and dedupe stay exact',
      parseCount,
    )
    .option('--strict', 'answer 401 to an unknown write key instead of 200 and dropping its events')
    .option('--log', 'print a line per request on standard error')
    .option('--json', 'print the endpoints as one JSON document')
    .exitOverride()
    .parse(argv, { from: 'user' })
  const raw = command.opts<RawOptions>()
  return {
    options: {
      port: raw.port,
      host: raw.host,
      writeKeys: raw.writeKey && readWriteKeys(raw.writeKey, command),
      strict: raw.strict,
      rateLimit:
        raw.requestsPerSecond === undefined ? undefined : { requestsPerSecond: raw.requestsPerSecond },
      maxEvents: raw.maxEvents,
    },
    isJson: raw.json ?? false,
    isLogging: raw.log ?? false,
  }
}

/** Commander would repeat a wrong argument, and with it a write key; this error only counts. */
function readWriteKeys(texts: readonly string[], command: Command): Readonly<Record<string, Region>> {
  const known = texts.map(parseWriteKey)
  const wrong = known.indexOf(null)
  if (wrong !== -1) {
    command.error(
      `error: --write-key number ${wrong + 1}: expected KEY=REGION, REGION being ${REGIONS.join(' or ')}`,
    )
  }
  return Object.fromEntries(known.filter((entry) => entry !== null))
}

function parsePort(text: string): number {
  return parseIntegerTo(text, 65_535)
}

function parseCount(text: string): number {
  return parseIntegerTo(text, Number.MAX_SAFE_INTEGER)
}

function parseIntegerTo(text: string, most: number): number {
  if (/^\d+$/.test(text) && Number(text) <= most) return Number(text)
  throw new InvalidArgumentError(`expected an integer from 0 to ${most}.`)
}

function parseRate(text: string): number {
  const rate = Number(text)
  if (text.trim() !== '' && Number.isFinite(rate) && rate > 0) return rate
  throw new InvalidArgumentError('expected a number above 0.')
}

function collect(text: string, texts: readonly string[] = []): readonly string[] {
  return [...texts, text]
}

/** The region stands behind the last equals sign: a write key may contain one. Null for anything else. */
function parseWriteKey(text: string): readonly [string, Region] | null {
  const equals = text.lastIndexOf('=')
  const region = text.slice(equals + 1)
  return equals > 0 && isRegion(region) ? [text.slice(0, equals), region] : null
}
