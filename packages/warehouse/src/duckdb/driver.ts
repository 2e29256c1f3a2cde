import type * as DuckDB from '@duckdb/node-api'

export type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api'

/** The driver, which is loaded when it is first needed. */
export type Driver = typeof DuckDB
