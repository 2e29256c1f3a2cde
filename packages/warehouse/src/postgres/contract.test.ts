import { describeContract } from '../contract/describe-contract.ts'
import { POSTGRES_ENGINE } from './testing/postgres-engine.ts'

describeContract(POSTGRES_ENGINE)
