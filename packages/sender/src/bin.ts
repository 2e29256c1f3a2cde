#!/usr/bin/env node
import { runWorkerProcess } from '@sluice/shared/runtime'
import { startSender } from './main.ts'

await runWorkerProcess(process, 'sluice-sender', [startSender])
