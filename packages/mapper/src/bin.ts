#!/usr/bin/env node
import { runWorkerProcess } from '@sluice/shared/runtime'
import { mapperPart } from './main.ts'

await runWorkerProcess(process, 'sluice-mapper', [mapperPart])
