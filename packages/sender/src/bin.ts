#!/usr/bin/env node
import { runWorkerProcess } from '@sluice/shared/runtime'
import { senderPart } from './main.ts'

await runWorkerProcess(process, 'sluice-sender', [senderPart])
