import { spawn, type ChildProcess } from 'node:child_process'
import { startReceiver, type Receiver } from '@sluice/alerts/testing'
import { ALERT_KINDS, type AlertMessage } from '@sluice/shared/domain'
import { createLogger, createMetrics } from '@sluice/shared/runtime'
import { createSecretBox } from '@sluice/shared/secrets'
import {
  createSync,
  failSync,
  finishSync,
  openDatabase,
  recordAlertChannel,
  recordAlertRule,
  recordCommitting,
  recordStaged,
  recordStaging,
  recordStreamed,
  type Database,
} from '@sluice/shared/store'
import {
  SEED_MAPPING,
  asRole,
  createControlDatabase,
  createQueuePrefix,
  createScript,
  readTestServers,
  seedConfig,
} from '@sluice/shared/testing'
import { createAlertMeter } from '../alerts/alert-meter.ts'
import { decideAlerts } from '../alerts/decide-alerts.ts'
import { openLateCourier } from '../alerts/open-late-courier.ts'
import { createMessageSender, type MessageSender } from '../alerts/send-messages.ts'

const MASTER = Buffer.alloc(32, 3).toString('base64')

/** A control database with one mapping, a rule of each kind, and a channel that leads to a server of the test. */
export interface AlertScene {
  /** Of whoever may do everything. */
  readonly owner: Database
  /** As an extractor has it. */
  readonly db: Database
  readonly receiver: Receiver
  readonly sender: MessageSender
  /** Lines of the log. */
  readonly logged: readonly string[]
  addChannel(id: string, path: string): Promise<void>
  startSync(): Promise<string>
  endWell(invalid?: number): Promise<void>
  /** A sync that fails; its id. */
  fail(error: string, code?: 'query_failed' | 'deletes_exceeded'): Promise<string>
  decide(): Promise<boolean>
  readMessages(from?: number): readonly AlertMessage[]
  /** Decides and sends, and gives what came: state, kind and about what. */
  look(): Promise<readonly string[]>
  /** A process of its own. */
  startExtractor(): ChildProcess
  close(): Promise<void>
}

/** Opens such a scene. */
export async function openAlertScene(): Promise<AlertScene> {
  const servers = readTestServers(process.env)
  const secrets = createSecretBox(MASTER)
  const testDatabase = await createControlDatabase(servers.databaseUrl)
  const url = asRole(testDatabase.url, 'sluice_extractor')
  const owner = openDatabase({ url: testDatabase.url, applicationName: 'alerts test' })
  const db = openDatabase({ url, applicationName: 'alerts test' })
  const receiver = await startReceiver()
  const courier = openLateCourier({ retries: 0 })
  const logged: string[] = []
  const destination = { write: (line: string) => void logged.push(line) }
  const log = createLogger({ name: 'test', level: 'info', destination })
  const meter = createAlertMeter(createMetrics(), db)
  const limits = { leaseMs: 40_000, firstDelayMs: 1, mostDelayMs: 1, giveUpMs: 60_000 }
  const sender = createMessageSender({ db, log, secrets, courier, meter, limits })

  const addChannel = (id: string, path: string): Promise<void> => {
    const people = { secret: null, from: null, to: null }
    return recordAlertChannel(owner, secrets, {
      id,
      type: 'webhook',
      url: `${receiver.url}${path}`,
      ...people,
    })
  }
  await seedConfig(owner, secrets, {})
  await addChannel('pager', '/pager')
  for (const on of ALERT_KINDS)
    await recordAlertRule(owner, { id: on, on, mapping: null, above: null, channels: ['pager'] })

  const startSync = async (): Promise<string> => {
    const { id } = await createSync(owner, { mapping: SEED_MAPPING.id, origin: 'manual' })
    await recordStaging(owner, id)
    return id
  }
  const consoleUrl = 'https://c.example'
  const decide = (): Promise<boolean> => decideAlerts({ db, consoleUrl })
  const readMessages = (from = 0): readonly AlertMessage[] =>
    receiver.received.slice(from).map(({ body }) => JSON.parse(body) as AlertMessage)

  return {
    owner,
    db,
    receiver,
    sender,
    logged,
    addChannel,
    startSync,
    decide,
    readMessages,
    async endWell(invalid = 0) {
      const id = await startSync()
      const counts = { added: 0, updated: 0, deleted: 0, invalid, skipped: 0, lastSeq: 0 }
      await recordStaged(owner, id, { ...counts, stagedAt: new Date().toISOString() })
      await recordStreamed(owner, id)
      await recordCommitting(owner, id)
      await finishSync(owner, id)
    },
    async fail(error, code = 'query_failed') {
      const id = await startSync()
      await failSync(owner, id, code, error)
      return id
    },
    async look() {
      const before = receiver.received.length
      await decide()
      await sender.sendWaiting()
      await sender.settle()
      return readMessages(before).map(({ state, kind, mapping, destination: to }) =>
        [state, kind, mapping ?? to].join(' '),
      )
    },
    startExtractor() {
      const { execPath, execArgv, script } = createScript(new URL('../bin.ts', import.meta.url))
      const env = {
        ...process.env,
        DATABASE_URL: url,
        REDIS_URL: servers.redisUrl,
        SLUICE_SECRET_KEY: MASTER,
        SLUICE_HTTP_PORT: '0',
        SLUICE_QUEUE_PREFIX: createQueuePrefix(),
      }
      return spawn(execPath, [...execArgv, script], { stdio: 'ignore', env })
    },
    async close() {
      await courier.close()
      await receiver.close()
      await db.close()
      await owner.close()
      await testDatabase.drop()
    },
  }
}
