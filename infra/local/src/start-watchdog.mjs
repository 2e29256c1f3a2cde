import { spawn } from 'node:child_process'

/**
 * A shell that reads lines until its owner says `done` or dies. The end of its input without
 * `done` is the death of the owner: then it signals the process last named by `watch`, waits
 * for its end (10 s, then SIGKILL), and removes the directory `$1`. It is a shell because
 * one megabyte beside each server costs nothing, and because every machine has one.
 */
const SCRIPT = `
pid= signal=
while read -r word a b; do
  case $word in
    watch) pid=$a signal=$b ;;
    done) exit 0 ;;
  esac
done
if [ -n "$pid" ] && kill -s "$signal" "$pid" 2>/dev/null; then
  n=0
  while [ $n -lt 100 ] && kill -0 "$pid" 2>/dev/null; do sleep 0.1; n=$((n + 1)); done
  kill -s KILL "$pid" 2>/dev/null
fi
if [ -n "$1" ]; then rm -rf -- "$1" || { sleep 1; rm -rf -- "$1"; }; fi
`

/**
 * @typedef {object} Watchdog
 * @property {(pid: number | undefined, signal: NodeJS.Signals) => void} watch names the process to signal, if any
 * @property {() => Promise<void>} release ends the watchdog without any action
 */

/**
 * Starts the process that cleans up should this one die without a word (SIGKILL, a crash):
 * it lives in a session of its own and keeps neither this process nor a terminal busy.
 *
 * @param {{ readonly removeDirectory?: string | undefined }} [options] the directory to remove along with the process
 * @returns {Watchdog}
 */
export function startWatchdog(options = {}) {
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'sluice-watchdog', options.removeDirectory ?? ''], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  })
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  // A watchdog that died takes nothing with it; the ordinary stop still works.
  child.stdin.on('error', () => {})
  child.unref()
  const input = /** @type {import('node:net').Socket} */ (child.stdin)
  input.unref?.()
  return {
    watch: (pid, signal) => void input.write(`watch ${pid ?? ''} ${signal.slice('SIG'.length)}\n`),
    release: () => {
      child.ref()
      input.end('done\n')
      return ended
    },
  }
}
