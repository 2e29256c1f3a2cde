import { READER_PURPOSES, type Reader, type ReaderPurpose, type SecretPurpose } from '../secrets/index.ts'
import { listFreshReaderKeys, publishReaderKeys, type Database } from '../store/index.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { Logger } from './logger.ts'
import { createGauge, type Metrics } from './metrics.ts'

/** What a process publishes its keys with. */
export interface PublishingDeps {
  readonly db: Database
  readonly log: Pick<Logger, 'warn' | 'error'>
  readonly metrics: Metrics
  readonly reader: Reader
}

const INTERVAL_MS = 60_000

/**
 * Publishes the public halves of the keys of these purposes, now and again as long as this process runs, and looks
 * whether others are published there that it could not open: a worker may hold a newer key, or somebody may want to
 * read what people type.
 */
export async function publishOwnReaderKeys(
  { db, log, metrics, reader }: PublishingDeps,
  lifecycle: Lifecycle,
  held: readonly SecretPurpose[],
): Promise<void> {
  const purposes = READER_PURPOSES.filter((purpose) => held.includes(purpose))
  if (purposes.length === 0) return
  const strangers = new Map(purposes.map((purpose) => [purpose, 0]))
  createGauge(
    metrics,
    {
      name: 'sluice_strange_public_keys',
      help: 'Public keys that are published for a purpose of this process and that it could not open with.',
      labels: ['purpose'],
    },
    (gauge) => {
      for (const [purpose, count] of strangers) gauge.set({ purpose }, count)
    },
  )
  const lookAround = async (purpose: ReaderPurpose): Promise<void> => {
    const fresh = await listFreshReaderKeys(db, purpose)
    const keyIds = fresh.map(({ keyId }) => keyId).filter((keyId) => !reader.holds(purpose, keyId))
    if (keyIds.length > (strangers.get(purpose) ?? 0))
      log.warn({ purpose, keyIds }, 'a public key is published whose key this process does not hold')
    strangers.set(purpose, keyIds.length)
  }
  const publish = async (): Promise<void> => {
    const own = (await reader.listKeys()).filter(({ purpose }) => purposes.includes(purpose))
    for (const { purpose, keyId } of await publishReaderKeys(db, own))
      log.error({ purpose, keyId }, 'a forged public key was published, and is replaced')
    await Promise.all(purposes.map(lookAround))
  }
  await publish()
  const repeat = (): void =>
    void publish().catch((error: unknown) => log.warn({ error }, 'public keys could not be published'))
  lifecycle.use('public keys', setInterval(repeat, INTERVAL_MS), (timer) => clearInterval(timer))
}
