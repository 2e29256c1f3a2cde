#!/usr/bin/env node
import { runWorkerProcess } from '@sluice/shared/runtime'
import { startExtractor } from './main.ts'

await runWorkerProcess(process, 'sluice-extractor', [startExtractor])
