/** The `op`, as SQL, of a staged row that is there for its digests alone; it has neither a place nor a version. */
export const DIGESTED = `'digested'`
