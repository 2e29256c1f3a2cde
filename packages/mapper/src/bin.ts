#!/usr/bin/env node
import { runWorkerProcess } from '@sluice/shared/runtime'
import { startMapper } from './main.ts'

await runWorkerProcess(process, 'sluice-mapper', [startMapper])
