/**
 * Begins to measure; what it gives tells the milliseconds since. No stop is left out: the monotonic clock runs on
 * while a process is stopped (SIGSTOP, a frozen container), and the other one is set right when a machine has slept.
 */
export function startTimer(): () => number {
  const startedAt = performance.now()
  const startedAtEpoch = Date.now()
  return () => Math.max(performance.now() - startedAt, Date.now() - startedAtEpoch)
}
