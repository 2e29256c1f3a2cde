#!/usr/bin/env node
import { runWorkerProcess } from '@sluice/shared/runtime'
import { startConsole } from './main.ts'

await runWorkerProcess(process, 'sluice-console', [startConsole])
