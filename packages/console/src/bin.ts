#!/usr/bin/env node
import { runWorkerProcess } from '@sluice/shared/runtime'
import { consolePart } from './main.ts'

await runWorkerProcess(process, 'sluice-console', [consolePart])
