/** Bodies that lie in Redis at a time, of one dry run: some 4 MB at most. */
export const BODIES_AHEAD = 8

/** How long a body lies in Redis for whoever reads: a reader that takes longer over the ones before it is gone. */
export const BODY_LIFE_MS = 600_000

/** The reader says that he is there, this often … */
export const SIGN_INTERVAL_MS = 500

/** … and is taken for gone after such a silence. */
export const SIGN_LIFE_MS = 15_000

/** How soon either side looks again for the other. */
export const LOOK_MS = 25
