/** Where a request comes from. */
export interface Origin {
  /** Whoever holds the other end of the connection: a client, or a proxy. */
  readonly address: string
  /**
   * For whom a proxy says that it asks; anybody may say so, and it is believed only within the limit of the address.
   */
  readonly onBehalfOf: string | null
}

/** Slows down guessing: so many wrong passwords a minute and origin, counted in this process. */
export interface GuessLimit {
  /**
   * Counts a guess, before it is judged. How many seconds the origin has to wait
   * instead, or null when it may be judged.
   */
  take(origin: Origin): number | null
  /** Takes a guess back that was right: only wrong ones count. */
  giveBack(origin: Origin): void
}

const WINDOW_MS = 60_000
const GUESSES_PER_WINDOW = 10
/** Of all together for whom one proxy asks: a stranger among them does not lock the others out. */
const GUESSES_PER_PROXY = 50

interface Count {
  spent: number
  readonly endsAt: number
}

/**
 * No guesses yet. A window begins with its first guess and ends a minute later, whatever is
 * tried meanwhile, so that nobody is locked out for longer by the guesses of others. Nothing
 * here waits: however many guesses arrive at once, each is counted before the next is looked at.
 */
export function createGuessLimit(now: () => number): GuessLimit {
  const counts = new Map<string, Count>()

  const forgetOld = (): void => {
    for (const [key, count] of counts) if (!isUnderWay(count, now())) counts.delete(key)
  }
  const readCount = (key: string): Count => {
    const known = counts.get(key)
    if (known !== undefined && isUnderWay(known, now())) return known
    forgetOld()
    const begun = { spent: 0, endsAt: now() + WINDOW_MS }
    counts.set(key, begun)
    return begun
  }

  return {
    take(origin) {
      const limits = listLimits(origin)
      for (const { key, guesses } of limits) {
        const { spent, endsAt } = readCount(key)
        if (spent >= guesses) return Math.max(1, Math.ceil((endsAt - now()) / 1_000))
      }
      for (const { key } of limits) readCount(key).spent += 1
      return null
    },
    giveBack(origin) {
      for (const { key } of listLimits(origin)) {
        const count = readCount(key)
        count.spent = Math.max(0, count.spent - 1)
        if (count.spent === 0) counts.delete(key)
      }
    },
  }
}

function listLimits({ address, onBehalfOf }: Origin): readonly { key: string; guesses: number }[] {
  if (onBehalfOf === null) return [{ key: JSON.stringify([address, null]), guesses: GUESSES_PER_WINDOW }]
  // The outer limit comes first: nobody makes room in memory by names that he thinks up.
  return [
    { key: JSON.stringify([address]), guesses: GUESSES_PER_PROXY },
    { key: JSON.stringify([address, onBehalfOf]), guesses: GUESSES_PER_WINDOW },
  ]
}

/** A clock that was set back does not make a window longer. */
function isUnderWay({ endsAt }: Count, nowMs: number): boolean {
  return endsAt > nowMs && endsAt - nowMs <= WINDOW_MS
}
