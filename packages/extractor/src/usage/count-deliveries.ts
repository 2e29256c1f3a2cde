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
  await db.transaction(async (tx) => {
    const [planned, at] = [await listPlannedDestinations(tx), await readDatabaseTime(tx)]
    const counted = new Set<string>()
    for (const { id, options } of planned) {
      const month = findBillingMonth(at, options.billingDay).from
      const together = `${month} ${listTogether(planned, id).join(' ')}`
      if (!counted.has(together)) await recountTogether(tx, secrets, listTogether(planned, id), month)
      counted.add(together)
    }
  })
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
  for (const [used, users] of openFreshUsers(secrets, deliveries, planned)) {
    const known = (await readUsers(tx, used.month, [used.destination])).get(used.destination)
    const before = known === undefined ? null : openUsers(secrets, used.destination, known)
    if (before !== null) users.merge(before)
    await recordUsers(tx, used, sealCount(secrets, used.destination, users))
    await countMtus(tx, secrets, planned, used)
  }
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

/** Notes how many MTUs the destinations that count together with one have. */
async function countMtus(
  tx: Queryable,
  secrets: ByteBox,
  planned: readonly PlannedDestination[],
  { destination, month }: UsedMonth,
): Promise<void> {
  const together = listTogether(planned, destination)
  let users: DistinctCount | null = null
  for (const [id, sealed] of await readUsers(tx, month, together)) {
    const opened = openUsers(secrets, id, sealed)
    if (users === null) users = opened
    else if (opened !== null) users.merge(opened)
  }
  if (users !== null) await recordMtus(tx, month, together, users.read())
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
