import type { Line } from '../output/line.ts'
import type { OpenDemo } from './open-demo.ts'

/** What `sluice demo --empty --json` prints. */
export interface EmptyDemoDocument {
  readonly console: string
  readonly emulator: string
  readonly connectionUrl: string
  readonly query: string
  readonly identifier: string
  readonly writeKey: string
}

/** What there is to be typed into the console of a demo in which nothing is configured. */
export function createEmptyDemoDocument({
  consoleUrl,
  emulator,
  warehouseUrl,
  writeKeys,
}: OpenDemo): EmptyDemoDocument {
  return {
    console: consoleUrl,
    emulator: emulator.url,
    connectionUrl: warehouseUrl,
    query: 'select * from customers',
    identifier: 'customer_id',
    writeKey: writeKeys.us,
  }
}

/** The way from nothing to the first delivered event, with what to type. */
export function formatEmptyDemo(document: EmptyDemoDocument): readonly Line[] {
  const { console: consoleUrl, emulator, connectionUrl, query, identifier, writeKey } = document
  return [
    '',
    'nothing is set up: do it in the browser, Ctrl-C ends everything',
    `  the console          ${consoleUrl}`,
    `  what arrives         ${emulator}`,
    '',
    'what to type there, page by page',
    `  1 source             Connection URL  ${connectionUrl}`,
    `  2 model              SQL query       ${query}`,
    `                       Identifier      ${identifier}`,
    `  3 destination        Write key       ${writeKey}`,
    '                       Endpoint region North America (us-west-2)',
    `  4 mapping            User ID         the beginning of ${identifier}, and Enter`,
    '                       Traits          the beginning of email, and Enter',
    '  5 enable             the mapping, then the destination; then Sync now',
    '',
    'the same with pictures: docs/getting-started.md',
  ]
}
