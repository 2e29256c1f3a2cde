import { describeContract } from '../contract/describe-contract.ts'
import { DUCKDB_ENGINE } from './testing/duckdb-engine.ts'

describeContract(DUCKDB_ENGINE)
