import { testContract } from '../contract/test-contract.ts'
import { DUCKDB_ENGINE } from './testing/duckdb-engine.ts'

testContract(DUCKDB_ENGINE)
