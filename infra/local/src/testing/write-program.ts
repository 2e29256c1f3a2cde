import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes an executable shell script, with its folder. Its own tools are those of the
 * machine, whatever PATH it is searched on.
 */
export function writeProgram(path: string, script: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `#!/bin/sh\nPATH='${process.env['PATH']}'\n${script}\n`, { mode: 0o755 })
}
