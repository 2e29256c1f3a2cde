import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './list-programs.mjs'
import { openPrograms } from './open-programs.mjs'

// `node start.mjs cli status` is `sluice status` of the sources as they are. The program runs in this process, and
// knows its file as any program does: the demo starts others from it.
const [name = '', ...args] = process.argv.slice(2)
const script = (await openPrograms())[join(ROOT, 'packages', name, 'src/bin.ts')]
if (script === undefined) throw new Error(`there is no packages/${name}/src/bin.ts to start`)
process.argv = [process.execPath, script, ...args]
await import(pathToFileURL(script).href)
