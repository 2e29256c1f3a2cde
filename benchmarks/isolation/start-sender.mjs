import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../packages/sender/src/bin.ts', import.meta.url))

/** Starts a sender as a process of its own; resolves when it is ready. */
export async function startSender(env) {
  const child = spawn(process.execPath, ['--import', 'tsx', '-C', '@sluice/source', BIN], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  let log = ''
  await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      log = `${log}${text}`.slice(-10_000)
      if (log.includes('"worker ready"')) resolve()
    })
    void exited.then((code) => reject(new Error(`the sender ended with ${code} before it was ready: ${log}`)))
  })
  return {
    readCpuMs: () => readCpuMs(child.pid),
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

/** CPU time of a process, user and system, in the kernel's ticks of 10 ms; 0 where /proc does not tell. */
function readCpuMs(pid) {
  const path = `/proc/${pid}/stat`
  if (!existsSync(path)) return 0
  // The name before the parenthesis may hold anything.
  const fields = readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}
