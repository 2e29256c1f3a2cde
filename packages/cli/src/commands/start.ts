import { Argument } from 'commander'
import { runWorkerProcess, type WorkerPart } from '@sluice/shared/runtime'
import { formatLogEntry } from '../output/format-log-entry.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'

/** What can be started, in the order of the flow. */
const PARTS = {
  extractor: async () => (await import('@sluice/extractor/main')).extractorPart,
  mapper: async () => (await import('@sluice/mapper/main')).mapperPart,
  sender: async () => (await import('@sluice/sender/main')).senderPart,
  console: async () => (await import('@sluice/console/main')).consolePart,
} satisfies Record<string, () => Promise<WorkerPart>>

type PartName = keyof typeof PARTS

const WORKERS: readonly PartName[] = ['extractor', 'mapper', 'sender']

/** `sluice start`: runs any set of workers, and the console, in this process until a signal stops them. */
export const defineStart: DefineCommand = (program, shell) => {
  addCommand(program, 'start', {
    description: 'Run workers and console in one process, until SIGTERM or Ctrl-C.',
    details: `Without names: ${WORKERS.join(', ')}. A large installation runs each as a process of its own.
Logs are a line each for people on a terminal, and JSON lines elsewhere.

Needs DATABASE_URL and REDIS_URL, and SLUICE_SECRET_KEY or the keys of what is started; docs/configuration.md tells the rest of the
environment.`,
    json: 'log JSON lines on a terminal, too',
    examples: ['start', 'start extractor mapper sender console', 'start sender'],
  })
    .addArgument(new Argument('[part...]', 'what to run').choices(Object.keys(PARTS)))
    .action(async (names: readonly PartName[], { json }: CommonOptions) => {
      // Each once, and in the order of the flow, however they were named.
      const wanted = names.length === 0 ? WORKERS : names
      const chosen = (Object.keys(PARTS) as PartName[]).filter((name) => wanted.includes(name))
      const parts = await Promise.all(chosen.map((name) => PARTS[name]()))
      const name = `sluice-${chosen.length === 1 ? chosen[0] : 'workers'}`
      const forPeople = { write: (entry: string): void => shell.print([formatLogEntry(entry)]) }
      await runWorkerProcess(
        shell.host,
        name,
        parts,
        shell.host.stdout.isTTY && !json ? forPeople : undefined,
      )
    })
}
