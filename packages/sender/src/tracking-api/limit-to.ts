/** Aborts after some time, and with another signal. */
export function limitTo(ms: number, signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(ms)
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal])
}
