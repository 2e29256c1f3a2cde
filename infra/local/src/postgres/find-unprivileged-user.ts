import type { Owner } from '../open-server-directory.ts'
import { LocalServerError } from '../local-server-error.ts'
import { runCommand } from '../run-command.ts'

/**
 * Whom PostgreSQL runs as: it refuses root, so root borrows `nobody`; anybody else runs it as themselves (undefined).
 */
export async function findUnprivilegedUser(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => readId(flag)))
  if (!uid || !gid) {
    throw new LocalServerError(
      'postgresql refuses to run as root and this machine has no user "nobody": run as another user, or set DATABASE_URL',
    )
  }
  return { uid, gid }
}

async function readId(flag: string): Promise<number> {
  const { stdout } = await runCommand('id', [flag, 'nobody'], { timeoutMs: 10_000 })
  return Number(stdout.trim())
}
