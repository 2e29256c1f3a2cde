/** How long a question waits for a worker that takes it. */
export const TAKING_LIMIT_MS = 10_000

/** How long a worker may be at a question: what runs in a warehouse is canceled then. */
export const ANSWERING_LIMIT_MS = 60_000

/** How long whoever asked waits at most, since a worker that is gone says nothing. */
export const ASKING_LIMIT_MS = TAKING_LIMIT_MS + ANSWERING_LIMIT_MS + 5_000

/** How long an answer lies in Redis, for whoever asked to fetch it. */
export const ANSWER_LIFE_S = 60

/** A sealed answer. */
export const ANSWER_LIMIT_BYTES = 1_000_000

/** Both sides of a question say that they are still there, this often … */
export const SIGN_INTERVAL_MS = 500

/** … and are taken for gone after such a silence. */
export const SIGN_LIFE_MS = 5_000

/** Questions that one worker is at, so that most of it is left to syncs. */
export const ASK_CONCURRENCY = 2
