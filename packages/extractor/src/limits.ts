/** Rows read from the staged table at once; a few chunks' worth. */
export const PAGE_LIMIT_ROWS = 2_000

/**
 * Chunks of one sync that may be under way: bounds Redis per mapping, so that a held
 * destination stops only its own mappings.
 */
export const OPEN_CHUNKS_PER_SYNC_LIMIT = 64

/** Jobs of all mappings that may be ready for the mappers, or for the senders, before every extractor waits. */
export const READY_JOBS_LIMIT = 512

/**
 * Chunks of a sync that may go after one look at what is under way, while that look is
 * not too old: so much may the limits be passed by.
 */
export const CHUNKS_PER_LOOK_LIMIT = 8

/** How old the last look at what is under way may be. */
export const LOOK_AGE_LIMIT_MS = 500

/**
 * Share of Redis' maxmemory above which nothing is added: a full Redis cannot even hand
 * out the jobs that would empty it.
 */
export const REDIS_MEMORY_LIMIT_RATIO = 0.7

/**
 * How long a sync waits for room before it gives its place in the extractor to another,
 * and how long it then stays away.
 */
export const ROOM_PATIENCE_MS = 5_000

/** How long a sync waits when posts of an ended sync of the mapping are still under way. */
export const POSTS_DELAY_MS = 5_000

/**
 * How long a sync that has not staged yet waits for a warehouse that cannot be reached;
 * later it has delivered something, and waits on.
 */
export const STAGING_PATIENCE_MS = 3_600_000

/** How soon a dry run looks again whether the one before it has ended. */
export const DRY_RUN_DELAY_MS = 2_000

/** Dead letters read at once; a page ends sooner where they are large. */
export const LETTER_PAGE_LIMIT = 1_000

/** How soon a requeue looks again whether the mapping's running sync has ended. */
export const REQUEUE_RETRY_MS = 2_000

/** How long syncs that have ended, and dead letters that are closed, can be looked at. */
export const HISTORY_AGE_MS = 90 * 86_400_000

/** Time between two looks for history that is old enough to go. */
export const PRUNE_INTERVAL_MS = 3_600_000

/** Least time between two looks at what the board shows of dead letters. */
export const GROUPS_INTERVAL_MS = 1_000

/** How long before its time a scheduled run may come and be waited for: by whose clock it came is not known. */
export const RUN_PATIENCE_MS = 60_000

/** How long after its time a scheduled run has not been taken when it is handed out again. */
export const RUN_OVERDUE_MS = 5_000

/** Scheduled runs that one extractor has in hand at a time: to begin a sync takes a moment, and what is early waits. */
export const TICK_CONCURRENCY = 16

/** Time between two sweeps, and the age from which an open chunk is looked after. */
export const SWEEP_INTERVAL_MS = 30_000

/** Time between two looks for deliveries that are not counted as usage yet. */
export const USAGE_INTERVAL_MS = 5_000

/** Time between two looks at what charts show at its most. */
export const SERIES_INTERVAL_MS = 60_000

/** Syncs that one extractor works on at a time. */
export const EXTRACT_CONCURRENCY = 4
