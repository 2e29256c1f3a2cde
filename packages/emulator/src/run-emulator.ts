import { CommanderError } from 'commander'
import { type Arguments, parseArguments } from './parse-arguments.ts'
import { type Emulator, startEmulator } from './server.ts'

const WRONG_USE = 2

/**
 * Runs an emulator until SIGINT or SIGTERM. Exit code 0 when stopped, 1 if it cannot
 * listen, 2 for a wrong command line.
 */
export async function runEmulator(process: NodeJS.Process): Promise<void> {
  const stop = new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve))
  try {
    const { options, isJson, isLogging } = parseArguments(process.argv.slice(2))
    const log = isLogging ? (line: string) => void process.stderr.write(`${line}\n`) : undefined
    const emulator = await startEmulator({ ...options, log })
    process.stdout.write(formatEmulator(emulator, isJson))
    if (!isJson) process.stderr.write(`emulator listens on ${emulator.url} (ctrl-c stops it)\n`)
    await stop
    await emulator.close()
  } catch (error) {
    process.exitCode = explainFailure(process, error)
  }
}

/** The environment lines that lead Sluice here, or a JSON document with the same addresses. */
function formatEmulator({ url, endpoints }: Emulator, isJson: Arguments['isJson']): string {
  if (isJson) return `${JSON.stringify({ url, endpoints })}\n`
  return [
    `SLUICE_ENDPOINT_US_WEST_2=${endpoints['us-west-2']}`,
    `SLUICE_ENDPOINT_EU_WEST_1=${endpoints['eu-west-1']}`,
    `SLUICE_SETTINGS_ENDPOINT_US_WEST_2=${endpoints['us-west-2']}`,
    `SLUICE_SETTINGS_ENDPOINT_EU_WEST_1=${endpoints['eu-west-1']}`,
    '',
  ].join('\n')
}

function explainFailure(process: NodeJS.Process, error: unknown): number {
  // Commander has printed its message already; its code 0 is --help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE
  process.stderr.write(`sluice-emulator: ${error instanceof Error ? error.message : String(error)}\n`)
  return 1
}
