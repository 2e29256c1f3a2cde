/** The roles that processes have in the control database, beside that of the migrations, which owns it. */
export const ROLES = [
  'sluice_extractor',
  'sluice_mapper',
  'sluice_sender',
  'sluice_console',
  'sluice_cli',
] as const

export type Role = (typeof ROLES)[number]

/** What a role may do with a table, as `grant` takes it; a table that is not named is out of its reach. */
export type Grants = Readonly<Record<string, string>>

/** What every process reads before it begins: whether the schema is its own, and whose messageIds it makes. */
const EVERYBODY: Grants = { migrations: 'select', installation: 'select' }

/** What a worker may say of a destination: how it stands, never what it is. */
const STANDING = 'last_error, last_error_at, state, state_since, state_reason, state_until'

/** How a chunk is settled: its counts, its dead letters, and what of it counts as usage. */
const SETTLING: Grants = {
  chunks: 'select, update',
  dead_letters: 'select, insert, update',
  syncs: 'select',
  deliveries: 'insert',
  reserved_calls: 'select, delete',
}

/** What was delivered in a month, without who the users were. */
const USAGE: Grants = {
  // An event that is sent by hand counts, too.
  deliveries: 'select (destination_id, at, delivered, dead), insert',
  usage_days: 'select',
  usage_months: 'select (destination_id, month, mtus)',
  reserved_calls: 'select, insert, delete',
  series: 'select',
}
/** What an extractor may say of a channel: how sending there goes. */
const SENDING = 'failing_since, last_error, last_delivery_at, failed_tries, next_try_at, leased_until'

/**
 * A sync goes on in the epoch that the warehouse remembers; to lock a row against being
 * removed one of its columns must be open to change, too.
 */
const ADOPTABLE = 'select, update (epoch)'

/** What people change and order, whether in the console or on the command line; secrets stay sealed to the former. */
const CHANGING: Grants = {
  sources: 'select, insert, update, delete',
  models: 'select, insert, update, delete',
  destinations: 'select, insert, update, delete',
  mappings: 'select, insert, update, delete',
  memories: 'select, insert, update',
  syncs: 'select, insert, update',
  chunks: 'select',
  dead_letters: 'select, update',
  audit_log: 'select, insert',
  tokens: 'select, insert, update',
  ...USAGE,
  alert_channels: 'select, insert, update, delete',
  alert_rules: 'select, insert, update, delete',
  alerts: 'select',
  alert_mutes: 'select, insert, update, delete',
  alert_messages: 'select',
}

/** Whoever opens secrets publishes to which key they are to be sealed, and takes the questions sealed to it. */
const READING: Grants = { reader_keys: 'select, insert, update', questions: 'select, update (taken_at)' }

/**
 * What each process needs, and no more. A table that a migration adds is nobody's until
 * it stands here. The end-to-end tests run every process under its own role.
 */
export const ROLE_GRANTS: Readonly<Record<Role, Grants>> = {
  sluice_extractor: {
    ...EVERYBODY,
    ...READING,
    sources: 'select',
    models: 'select',
    destinations: 'select',
    mappings: ADOPTABLE,
    memories: 'select, update',
    schedules: 'select, insert, update, delete',
    syncs: 'select, insert, update, delete',
    chunks: 'select, insert, update, delete',
    dead_letters: 'select, insert, update, delete',
    deliveries: 'select, insert, delete',
    usage_days: 'select, insert, update',
    series: 'select, insert, update, delete',
    usage_months: 'select, insert, update',
    reserved_calls: 'select, delete',
    // How sending goes, never what a channel is.
    alert_channels: `select, update (${SENDING})`,
    alert_rules: 'select',
    alerts: 'select, insert, update, delete',
    alert_mutes: 'select, delete',
    alert_messages: 'select, insert, delete',
  },
  sluice_mapper: { ...EVERYBODY, ...SETTLING, destinations: `select (id, enabled, updated_at, ${STANDING})` },
  sluice_sender: {
    ...EVERYBODY,
    ...SETTLING,
    ...READING,
    destinations: `select, update (${STANDING})`,
    deliveries: 'select (destination_id, at, delivered), insert',
    usage_days: 'select',
    reserved_calls: 'select, insert, update, delete',
  },
  sluice_console: {
    ...EVERYBODY,
    ...CHANGING,
    reader_keys: 'select',
    questions: 'select, insert, delete',
    idempotency_keys: 'select, insert, update, delete',
  },
  sluice_cli: { ...EVERYBODY, ...CHANGING },
}
