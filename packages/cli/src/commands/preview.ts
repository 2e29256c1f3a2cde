import { Option } from 'commander'
import { parseRowEvent } from '@sluice/operations/preview/parse-row-event'
import { previewMapping } from '@sluice/operations/preview/preview-mapping'
import { OPS, type Op } from '@sluice/shared/domain'
import { SECRET_PURPOSES } from '@sluice/shared/secrets'
import { choosePreviewExitCode } from '../preview/choose-preview-exit-code.ts'
import { formatPreviews } from '../preview/format-previews.ts'
import { readTextFile } from '../read-text-file.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { parseCount } from './parse-options.ts'
import { withAsker } from './with-asker.ts'

const DEFAULT_LIMIT = 10

interface PreviewOptions extends CommonOptions {
  readonly limit: number
  readonly op: Op
  readonly row?: string
}

/** `sluice preview`: maps real rows and shows the events; sends nothing and changes nothing. */
export const definePreview: DefineCommand = (program, shell) => {
  addCommand(program, 'preview', {
    description: 'Map real rows of a mapping and show the events; sends nothing, changes nothing.',
    details: `The messageId of a preview is not the one that a sync would give. --row maps a row event from a file instead of rows of
the warehouse; of its keys event, __segment_id and properties only the last is required, as in

{"event": "new", "__segment_id": "42", "properties": {"plan": "pro"}}

Needs DATABASE_URL and SLUICE_SECRET_KEY.

--json prints an array of {recordId, op, outcome, event?, reason?}.

Exit codes: 0 no row is invalid, 3 some are, 1 each is that the filter and the trigger let pass.`,
    examples: [
      'preview customers-identify --limit 3',
      'preview customers-identify --op deleted --json',
      'preview customers-identify --row row.json',
    ],
  })
    .argument('<mapping>', 'id of the mapping')
    .option('--limit <count>', 'how many rows at most', parseCount, DEFAULT_LIMIT)
    .addOption(new Option('--op <op>', 'map the rows as if they were').choices(OPS).default('added'))
    .addOption(new Option('--row <file>', 'map the row event in this JSON file').conflicts(['limit', 'op']))
    .action(async (mapping: string, options: PreviewOptions) => {
      const rows =
        options.row === undefined
          ? { limit: options.limit, op: options.op }
          : [parseRowEvent(await readTextFile(options.row), options.row, new Date().toISOString())]
      const previews = await withAsker(shell, SECRET_PURPOSES, (deps, visitor) =>
        previewMapping(deps, { mapping, rows }, visitor),
      )
      shell.print(options.json ? JSON.stringify(previews) : formatPreviews(previews))
      shell.exitWith(choosePreviewExitCode(previews))
    })
}
