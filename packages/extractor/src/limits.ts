/** Rows read from the staged table at once; a few chunks' worth. */
export const PAGE_LIMIT_ROWS = 2_000

/** Chunks of one sync that may be under way: bounds Redis per mapping, so that a held destination stops only its own mappings. */
export const OPEN_CHUNKS_PER_SYNC_LIMIT = 64

/** Jobs of all mappings that may be ready for the mappers, or for the senders, before every extractor waits. */
export const READY_JOBS_LIMIT = 512

/** Share of Redis' maxmemory above which nothing is added: a full Redis cannot even hand out the jobs that would empty it. */
export const REDIS_MEMORY_LIMIT_RATIO = 0.7

/** How long a sync waits for room before it gives its place in the extractor to another, and how long it then stays away. */
export const ROOM_PATIENCE_MS = 5_000

/** How long a sync waits when posts of the mapping's failed sync are still under way. */
export const POSTS_DELAY_MS = 5_000

/** How often a warehouse that cannot be reached is tried before a sync that has not staged yet fails. */
export const STAGING_ATTEMPTS_LIMIT = 4

/** Time between two sweeps, and the age from which an open chunk is looked after. */
export const SWEEP_INTERVAL_MS = 30_000

/** Syncs that one extractor works on at a time. */
export const EXTRACT_CONCURRENCY = 4
