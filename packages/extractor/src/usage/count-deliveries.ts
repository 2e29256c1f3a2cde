import {
  findBillingMonth,
  listUsageWarnings,
  DistinctCount,
  type DestinationUsage,
} from '@sluice/shared/domain'
import type { Logger } from '@sluice/shared/runtime'
import type { ByteBox } from '@sluice/shared/secrets'
import { createUsersPlace, openUsers } from '@sluice/shared/settling'
import {
  addCalls,
  listPlannedDestinations,
  readDatabaseTime,
  readUsage,
  readUsers,
  recordMtus,
  recordSeries,
  recordTold,
  recordUsers,
  takeDeliveries,
  type Database,
  type Delivery,
  type PlannedDestination,
  type Queryable,
  type UsedMonth,
} from '@sluice/shared/store'
import { rollUp, type Point } from './core/roll-up.ts'
import { listTogether, sumCalls } from './core/sum-deliveries.ts'

interface CountDeps {
  readonly db: Database
  readonly secrets: ByteBox
  readonly log: Pick<Logger, 'warn'>
}

/** Deliveries that are counted in one transaction; each holds 64 KB of users at most. */
const PAGE_LIMIT = 500

/**
 * Counts what was delivered since the last time into the days and months of usage. What is taken and what it is added
 * to change in one transaction, so that whoever dies has counted nothing, and whoever comes next counts it once. One
 * extractor counts at a time; false when another is at it.
 */
export function countDeliveries(deps: CountDeps): Promise<boolean> {
  return deps.db.exclusively('usage', async () => {
    while ((await deps.db.transaction((tx) => countPage(tx, deps.secrets))) === PAGE_LIMIT);
    await tellUsage(deps)
  })
}

/**
 * Counts the MTUs of the months that run now anew: destinations may have come to another workspace. What was sealed
 * under an older key is sealed under the current one, so that the older one may go.
 */
export async function recountMtus({ db, secrets }: CountDeps): Promise<void> {
  const [planned, at] = [await listPlannedDestinations(db), await readDatabaseTime(db)]
  const counted = new Set<string>()
  for (const { id, options } of planned) {
    const month = findBillingMonth(at, options.billingDay).from
    const together = listTogether(planned, id)
    const key = `${month} ${together.join(' ')}`
    // Each by itself: whoever counts meanwhile, in another order, never waits for one that waits for him.
    if (!counted.has(key)) await db.transaction((tx) => recountTogether(tx, secrets, together, month))
    counted.add(key)
  }
}

async function recountTogether(
  tx: Queryable,
  secrets: ByteBox,
  together: readonly string[],
  month: string,
): Promise<void> {
  const users = new DistinctCount()
  let isWhole = true
  for (const [id, sealed] of await readUsers(tx, month, together)) {
    const opened = openUsers(secrets, id, sealed)
    isWhole &&= opened !== null
    if (opened === null) continue
    users.merge(opened)
    await recordUsers(tx, { destination: id, month }, sealCount(secrets, id, opened))
  }
  // Of what nobody can open the number stays.
  if (isWhole) await recordMtus(tx, month, together, users.read())
}

async function countPage(tx: Queryable, secrets: ByteBox): Promise<number> {
  const deliveries = await takeDeliveries(tx, PAGE_LIMIT)
  if (deliveries.length === 0) return 0
  await addCalls(tx, sumCalls(deliveries))
  await recordSeries(tx, rollUp(deliveries.flatMap(listPoints), add))
  const planned = await listPlannedDestinations(tx)
  for (const [used, users] of openFreshUsers(secrets, deliveries, planned))
    await addUsers(tx, secrets, listTogether(planned, used.destination), used, users)
  return deliveries.length
}

function sealCount(secrets: ByteBox, destination: string, users: DistinctCount): Buffer {
  return secrets.sealBytes(Buffer.from(users.toBytes()), createUsersPlace(destination))
}

function listPoints({
  destination: subject,
  at,
  delivered,
  dead,
}: Delivery): readonly Point<'delivered' | 'dead'>[] {
  return [
    { kind: 'delivered', subject, at, value: delivered },
    { kind: 'dead', subject, at, value: dead },
  ]
}

function add(one: number, other: number): number {
  return one + other
}

/** The users of each destination and month that deliveries tell of. */
function openFreshUsers(
  secrets: ByteBox,
  deliveries: readonly Delivery[],
  planned: readonly PlannedDestination[],
): readonly (readonly [UsedMonth, DistinctCount])[] {
  const billingDays = new Map(planned.map(({ id, options }) => [id, options.billingDay ?? null]))
  const found = new Map<string, readonly [UsedMonth, DistinctCount]>()
  for (const { destination, at, users } of deliveries) {
    const opened = users === null ? null : openUsers(secrets, destination, users)
    if (opened === null) continue
    const month = findBillingMonth(at, billingDays.get(destination)).from
    const key = `${month} ${destination}`
    const known = found.get(key)
    if (known === undefined) found.set(key, [{ destination, month }, opened])
    else known[1].merge(opened)
  }
  return [...found.values()]
}

/** Adds users to those of a destination's month, and notes how many MTUs those that count together with it have. */
async function addUsers(
  tx: Queryable,
  secrets: ByteBox,
  together: readonly string[],
  { destination, month }: UsedMonth,
  fresh: DistinctCount,
): Promise<void> {
  const all = new DistinctCount()
  for (const [id, sealed] of await readUsers(tx, month, together)) {
    const known = openUsers(secrets, id, sealed)
    if (known === null) continue
    const users = id === destination ? fresh : all
    users.merge(known)
  }
  await recordUsers(tx, { destination, month }, sealCount(secrets, destination, fresh))
  all.merge(fresh)
  await recordMtus(tx, month, together, all.read())
}

/** Says once in the log, for each month and allowance, that most of it is used, and once that all of it is. */
async function tellUsage({ db, log }: CountDeps): Promise<void> {
  const usages = await readUsage(db, { at: await readDatabaseTime(db) })
  for (const usage of usages) await tellDestination(db, log, usage)
}

async function tellDestination(
  db: Queryable,
  log: Pick<Logger, 'warn'>,
  usage: DestinationUsage,
): Promise<void> {
  const warnings = listUsageWarnings(usage)
  if (warnings.length === 0) return
  const words = new Map(warnings.map((warning) => [`${warning.of} ${warning.level}`, warning]))
  const news = await recordTold(db, { destination: usage.id, month: usage.from }, [...words.keys()])
  for (const word of news) log.warn({ month: usage.from, ...words.get(word) }, 'most of an allowance is used')
}
