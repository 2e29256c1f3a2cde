import { DistinctCount } from '../domain/index.ts'
import { hashUser } from '../queues/index.ts'
import type { ByteBox, LetterPlace } from '../secrets/index.ts'

/** Where counts of the users of a destination are sealed for. */
export function createUsersPlace(destination: string): LetterPlace {
  return `letters/users/${destination}`
}

/**
 * A count of the distinct users of a chunk's calls that were delivered, sealed: whoever has it open can guess who is
 * among them. null where none of them names anybody.
 */
export function sealUsers(
  secrets: ByteBox,
  destination: string,
  lines: readonly Buffer[],
  isDelivered: (index: number) => boolean = () => true,
): Buffer | null {
  const users = new DistinctCount()
  for (const [index, line] of lines.entries()) {
    const user = isDelivered(index) ? hashUser(line) : null
    if (user !== null) users.addHash(user)
  }
  if (users.read() === 0) return null
  return secrets.sealBytes(Buffer.from(users.toBytes()), createUsersPlace(destination))
}

/** The count that `sealUsers` sealed; null when this process has no key for it. */
export function openUsers(secrets: ByteBox, destination: string, sealed: Buffer): DistinctCount | null {
  try {
    return DistinctCount.fromBytes(secrets.openBytes(sealed, createUsersPlace(destination)))
  } catch {
    // A key that was taken away, or bytes that were changed: the calls count all the same.
    return null
  }
}
