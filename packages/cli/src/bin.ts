#!/usr/bin/env node
import { userInfo } from 'node:os'
import { runProgram } from './program.ts'

/** A container may run as a user that has no name. */
function readUser(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

// A reader that has seen enough (`sluice syncs | head`) closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

process.exitCode = await runProgram(process, readUser())
