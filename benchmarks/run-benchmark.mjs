import { constants } from 'node:os'

/**
 * Runs a benchmark to its end and closes what it opened, whatever happens, in the
 * reverse order: `run` pushes onto `closers`. A failure is one line on standard error
 * and exit code 1, wrong use exit code 2; a signal ends it with 128 and its number.
 */
export async function runBenchmark(name, run) {
  const closers = []
  const close = async () => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) {
      // What cannot be closed must not keep the others open.
      await Promise.resolve(closer()).catch((error) => say(name, error))
    }
  }
  let closing
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      closing ??= close().finally(() => process.exit(128 + constants.signals[signal]))
    })
  }
  try {
    const text = await run(closers)
    await (closing ?? close())
    process.stdout.write(text)
  } catch (error) {
    await (closing ?? close())
    // What fails because it is being stopped has nothing to say.
    if (closing !== undefined) return
    say(name, error)
    process.exitCode = error.code?.startsWith?.('ERR_PARSE_ARGS') ? 2 : 1
  }
}

function say(name, error) {
  process.stderr.write(`${name}: ${readWords(error)}\n`)
}

/** What an error says, in one line; an AggregateError, which says nothing itself, by its first. */
function readWords(error) {
  const text = error.message || error.errors?.[0]?.message || error.code || String(error)
  return text.split('\n').filter(Boolean).join(' ')
}
