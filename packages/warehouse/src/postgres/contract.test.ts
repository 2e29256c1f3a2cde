import { testContract } from '../contract/test-contract.ts'
import { POSTGRES_ENGINE } from './testing/postgres-engine.ts'

testContract(POSTGRES_ENGINE)
