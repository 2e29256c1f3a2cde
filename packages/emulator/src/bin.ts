#!/usr/bin/env node
import { runEmulator } from './run-emulator.ts'

await runEmulator(process)
