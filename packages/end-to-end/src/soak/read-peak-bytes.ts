import { readFileSync } from 'node:fs'

/**
 * The most that a process was ever resident; 0 where the system does not tell (it is Linux that does), or it has gone.
 */
export function readPeakBytes(pid: number): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kilobytes ?? 0) * 1_024
  } catch {
    return 0
  }
}
