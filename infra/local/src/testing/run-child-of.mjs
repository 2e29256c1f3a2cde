import { runChild } from '../run-child.mjs'

/** Runs node with the arguments of this process as `runChild` does, and ends with its exit code. */
process.exitCode = await runChild(process.execPath, process.argv.slice(2))
