import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openConsole } from '../../packages/console/src/testing/open-console.ts'
import { recordDelivering, recordScene } from '../../packages/console/src/web/testing/record-scene.ts'

// A console in a process of its own, with a sync under way: it tells its address, and its heap when it is asked.

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')

const board = await openConsole(null)
await recordScene(board.db, 'people')
const sync = await recordDelivering(board.db, 'people', 1_000)
process.on('message', () => {
  collectGarbage()
  process.send(process.memoryUsage().heapUsed)
})
process.once('disconnect', () => void board.close())
process.send({ url: board.url, path: `syncs/${sync}` })
