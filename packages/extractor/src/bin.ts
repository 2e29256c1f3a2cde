#!/usr/bin/env node
import { runWorkerProcess } from '@sluice/shared/runtime'
import { extractorPart } from './main.ts'

await runWorkerProcess(process, 'sluice-extractor', [extractorPart])
