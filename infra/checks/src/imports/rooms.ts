/** A room: the folder that it is, and the rooms whose words and functions it may use, beside its own. */
export interface Room {
  readonly path: string
  readonly mayUse: readonly RoomName[]
}

const WORDS = ['domain', 'errors', 'connection', 'schedule'] as const
const SHARED = [
  ...WORDS,
  'secrets',
  'queues',
  'store',
  'settling',
  'records',
  'runtime',
  'questions',
  'bodies',
] as const
const LIBRARIES = ['warehouse', 'language', 'tracking-api', 'alerts'] as const
const WORKERS = ['extractor', 'mapper', 'sender'] as const

const TABLE = {
  errors: { path: 'packages/shared/src/errors', mayUse: [] },
  domain: { path: 'packages/shared/src/domain', mayUse: ['errors'] },
  connection: { path: 'packages/shared/src/connection', mayUse: ['errors'] },
  schedule: { path: 'packages/shared/src/schedule', mayUse: ['domain', 'errors'] },
  secrets: { path: 'packages/shared/src/secrets', mayUse: WORDS },
  queues: { path: 'packages/shared/src/queues', mayUse: [...WORDS, 'secrets'] },
  store: { path: 'packages/shared/src/store', mayUse: [...WORDS, 'secrets'] },
  settling: { path: 'packages/shared/src/settling', mayUse: [...WORDS, 'secrets', 'queues', 'store'] },
  records: { path: 'packages/shared/src/records', mayUse: [...WORDS, 'secrets', 'queues', 'store'] },
  runtime: { path: 'packages/shared/src/runtime', mayUse: [...WORDS, 'secrets', 'queues', 'store'] },
  questions: {
    path: 'packages/shared/src/questions',
    mayUse: [...WORDS, 'secrets', 'queues', 'store', 'runtime'],
  },
  bodies: { path: 'packages/shared/src/bodies', mayUse: [...WORDS, 'secrets', 'queues'] },

  warehouse: { path: 'packages/warehouse/src', mayUse: ['domain', 'errors', 'connection'] },
  language: { path: 'packages/mapper/src/core', mayUse: ['domain', 'errors'] },
  mapping: { path: 'packages/mapper/src/chunk', mayUse: ['domain', 'errors', 'queues', 'language'] },
  packing: { path: 'packages/sender/src/core/packing', mayUse: ['domain', 'errors'] },
  'tracking-api': { path: 'packages/sender/src/tracking-api', mayUse: ['domain', 'errors', 'connection'] },

  alerts: { path: 'packages/alerts/src', mayUse: ['domain', 'connection', 'runtime'] },

  extractor: {
    path: 'packages/extractor/src',
    mayUse: [...SHARED, 'warehouse', 'language', 'mapping', 'packing', 'alerts'],
  },
  mapper: { path: 'packages/mapper/src', mayUse: [...SHARED, 'language', 'mapping'] },
  sender: { path: 'packages/sender/src', mayUse: [...SHARED, 'tracking-api', 'packing'] },

  config: { path: 'packages/config/src', mayUse: [...SHARED, ...LIBRARIES] },
  operations: { path: 'packages/operations/src', mayUse: [...SHARED, ...LIBRARIES, 'config'] },
  console: {
    path: 'packages/console/src',
    mayUse: [...SHARED, ...LIBRARIES, 'config', 'operations'],
  },
  emulator: { path: 'packages/emulator/src', mayUse: [] },
  local: { path: 'infra/local/src', mayUse: [] },
  // The program starts every process, so it knows all of them.
  cli: {
    path: 'packages/cli/src',
    mayUse: [...SHARED, ...LIBRARIES, 'config', 'operations', 'console', 'emulator', 'local', ...WORKERS],
  },
} as const

export type RoomName = keyof typeof TABLE

/** Every room of the product, and the arrows between them: from below to above, and never round. */
export const ROOMS: Readonly<Record<RoomName, Room>> = TABLE

/**
 * The room that a file lies in, the innermost; undefined for what is no part of the
 * product: tests, and what only they use.
 */
export function findRoom(path: string): RoomName | undefined {
  if (/\.test\.tsx?$|\/testing\/|\/end-to-end\/|\/contract\/|\/conformance\//.test(path)) return undefined
  const [room] = (Object.keys(ROOMS) as RoomName[])
    .filter((name) => path.startsWith(`${ROOMS[name].path}/`))
    .toSorted((one, other) => ROOMS[other].path.length - ROOMS[one].path.length)
  return room
}
