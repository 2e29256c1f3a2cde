import { readFileSync } from 'node:fs'

// What /proc counts in, on every Linux that Node runs on.
const TICKS_PER_SECOND = 100

/** CPU seconds of a process with all its threads; 0 when it is gone. */
export function readCpuSeconds(pid) {
  const [user = 0, system = 0] = readTicks(pid)
  return (user + system) / TICKS_PER_SECOND
}

/** CPU seconds of the processes that this one has started and that have ended. */
export function readEndedChildrenCpuSeconds() {
  const [, , user = 0, system = 0] = readTicks('self')
  return (user + system) / TICKS_PER_SECOND
}

/**
 * CPU seconds of a server and of every process it has started, those that have ended included:
 * what a child has used passes to its parent when it ends. 0 when there is no such process.
 */
export function readTreeCpuSeconds(pid) {
  const own = readTicks(pid).reduce((sum, ticks) => sum + ticks, 0) / TICKS_PER_SECOND
  return listChildren(pid).reduce((sum, child) => sum + readTreeCpuSeconds(child), own)
}

/** The most memory that a process has had resident so far, in bytes; 0 when it is gone. */
export function readPeakBytes(pid) {
  return readKilobytes(`/proc/${pid}/status`, 'VmHWM')
}

/** Memory of a server and its children now, in bytes, shared pages counted once. */
export function readTreeBytes(pid) {
  const own = readKilobytes(`/proc/${pid}/smaps_rollup`, 'Pss')
  return listChildren(pid).reduce((sum, child) => sum + readTreeBytes(child), own)
}

/** utime, stime, and cutime, cstime: the same of its ended children (proc(5), /proc/pid/stat). */
function readTicks(pid) {
  const text = readIfThere(`/proc/${pid}/stat`)
  // The name of the program, in parentheses, may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return text === '' ? [] : fields.slice(11, 15).map(Number)
}

function listChildren(pid) {
  return readIfThere(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((child) => child !== '')
}

function readKilobytes(path, field) {
  const [, kilobytes = 0] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readIfThere(path)) ?? []
  return Number(kilobytes) * 1_024
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return ''
    throw error
  }
}
