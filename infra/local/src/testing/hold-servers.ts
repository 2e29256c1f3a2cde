import { startPostgres } from '../postgres/start-postgres.ts'
import { startRedis } from '../redis/start-redis.ts'

/** A process that starts both servers, tells which, and does nothing more until it is killed. */
const servers = await Promise.all([startPostgres(), startRedis()])
process.stdout.write(`${JSON.stringify(servers.map(({ pid, directory }) => ({ pid, directory })))}\n`)
setInterval(() => {}, 60_000)
