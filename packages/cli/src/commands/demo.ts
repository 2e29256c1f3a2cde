import { Option } from 'commander'
import { formatDemo } from '../demo/format-demo.ts'
import { createEmptyDemoDocument, formatEmptyDemo } from '../demo/format-empty-demo.ts'
import { withDemo, type DemoOptions } from '../demo/open-demo.ts'
import { runDemo } from '../demo/run-demo.ts'
import { EXIT } from '../output/exit-codes.ts'
import type { Line } from '../output/line.ts'
import type { Shell } from '../shell.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'

interface DemoCommandOptions extends CommonOptions {
  readonly once?: true
  readonly empty?: true
}

/** `sluice demo`: the whole pipeline once, on servers of its own. */
export const defineDemo: DefineCommand = (program, shell) => {
  addCommand(program, 'demo', {
    description: 'Show the whole pipeline: private servers, a filled warehouse, two syncs, and what arrived.',
    details: `Uses DATABASE_URL and REDIS_URL when they are set (in databases and keys of its own, removed at the end), else starts
a private PostgreSQL and Redis. Stays up until Ctrl-C, unless --once. Everything it starts it stops.

With --empty the warehouse is filled and nothing is set up: you do that in the browser, and are told what to type.

Runs from a checkout: \`npm run demo\`.`,
    examples: ['demo', 'demo --empty', 'demo --once --json'],
  })
    .option('--once', 'end after the second sync')
    .addOption(new Option('--empty', 'set nothing up: do it in the browser').conflicts('once'))
    .action((options: DemoCommandOptions) => runDemoCommand(shell, options))
}

async function runDemoCommand(shell: Shell, options: DemoCommandOptions): Promise<void> {
  const interrupt = listenForEnd(shell.host)
  const demoOptions: DemoOptions = {
    env: shell.env,
    program: {
      execPath: shell.host.execPath,
      execArgv: shell.host.execArgv,
      script: shell.host.argv[1] ?? '',
    },
    say: (line) => shell.note(line),
    signal: interrupt.signal,
  }
  try {
    await (options.empty ? runEmpty() : run())
  } catch (error) {
    if (!interrupt.signal.aborted) throw error
    shell.note('sluice: the demo was interrupted; everything it had started is stopped')
    shell.exitWith(EXIT.interrupted)
  } finally {
    interrupt.forget()
  }

  async function run(): Promise<void> {
    const { agrees } = await runDemo(demoOptions, async (document, demo, samples) => {
      print(document, () => formatDemo(document, options.once ? null : demo, samples))
      if (!options.once) await interrupt.ended
    })
    if (!agrees) shell.exitWith(EXIT.failed)
  }

  function runEmpty(): Promise<void> {
    return withDemo(demoOptions, async (demo) => {
      const document = createEmptyDemoDocument(demo)
      print(document, () => formatEmptyDemo(document))
      await interrupt.ended
    })
  }

  function print(document: object, format: () => readonly Line[]): void {
    shell.print(options.json ? JSON.stringify(document, null, 2).split('\n') : format())
  }
}

/** Ctrl-C and its kin, as a signal to abort and as a promise to wait for. */
function listenForEnd(host: NodeJS.Process): {
  readonly signal: AbortSignal
  readonly ended: Promise<void>
  forget(): void
} {
  const controller = new AbortController()
  const end = (): void => controller.abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of signals) host.on(name, end)
  return {
    signal: controller.signal,
    ended: new Promise((resolve) => controller.signal.addEventListener('abort', () => resolve())),
    forget() {
      for (const name of signals) host.off(name, end)
    },
  }
}
