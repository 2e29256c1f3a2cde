import { writeSync } from 'node:fs'

// A fault that no mapping of ours is known to have, laid under a real process with `--import`:
// where `@json` decodes one of these texts, the process dies, or stands still for ever.
const parse = JSON.parse
JSON.parse = (text, reviver) => {
  if (text === 'poison: dies' || text === 'poison: hangs') {
    writeSync(1, `{"msg":"poison met"}\n`)
    if (text === 'poison: dies') process.kill(process.pid, 'SIGKILL')
    // Blocks as an endless loop would, and leaves the machine to others; a signal, too, comes a moment later.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }
  return parse(text, reviver)
}
