import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'

const STOP_MS = 300

test('the time that a process was stopped counts', async () => {
  const program = `
    import { startTimer } from ${JSON.stringify(fileURLToPath(new URL('./start-timer.ts', import.meta.url)))}
    const readMs = startTimer()
    process.stdin.on('data', () => process.stdout.write(String(readMs())))
    process.stdout.write('started')`
  const tsx = fileURLToPath(import.meta.resolve('tsx'))
  const child = spawn(process.execPath, ['--import', tsx, '--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  try {
    await once(child.stdout, 'data')
    child.kill('SIGSTOP')
    const stoppedAt = performance.now()
    await new Promise((resolve) => setTimeout(resolve, STOP_MS))
    const stoppedMs = performance.now() - stoppedAt
    child.kill('SIGCONT')
    child.stdin.write('?')
    const [answer] = (await once(child.stdout, 'data')) as [Buffer]
    expect(Number(answer.toString())).toBeGreaterThanOrEqual(stoppedMs)
  } finally {
    child.kill('SIGKILL')
  }
})
