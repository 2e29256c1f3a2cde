import { compileMapping } from '../core/index.ts'
import { runTrial } from './run-trial.ts'

runTrial(process, compileMapping)
