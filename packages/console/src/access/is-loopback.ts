const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '::1', '[::1]']

/** True for a name of this machine that no other machine can reach. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host)
}

/**
 * True for a Host header that names this machine; a page whose name was made to point
 * here (DNS rebinding) sends its own.
 */
export function isLoopbackHost(header: string | undefined): boolean {
  return isLoopback((header ?? '').replace(/:\d+$/, ''))
}
