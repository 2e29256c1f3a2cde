import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const SINK = fileURLToPath(new URL('sink.mjs', import.meta.url))

/**
 * Starts the sink. `restart` tells what it has counted and begins again; `keep` gives
 * the bodies that came while `run` ran.
 */
export async function startSink() {
  const child = fork(SINK, { detached: true })
  const [{ port }] = await once(child, 'message')
  const ask = async (request) => {
    const answer = once(child, 'message')
    child.send(request)
    return (await answer)[0]
  }
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid,
    restart: () => ask('restart'),
    async keep(run) {
      await ask('keep')
      await run()
      return ask('release')
    },
    stop: () => void child.kill(),
  }
}
