import { Option } from 'commander'
import { compileMapping, createMessageIdFactory, type CompiledMapping } from '@sluice/mapper/core'
import { OPS, type Op } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { VERSION } from '@sluice/shared/runtime'
import {
  readInstallationId,
  readMapping,
  readModel,
  readSource,
  type MappingRecord,
  type Queryable,
} from '@sluice/shared/store'
import type { SecretBox } from '@sluice/shared/secrets'
import { openWarehouse } from '@sluice/warehouse/registry'
import { choosePreviewExitCode } from '../preview/choose-preview-exit-code.ts'
import { createPreviewInputs } from '../preview/create-preview-inputs.ts'
import { formatPreviews } from '../preview/format-previews.ts'
import { parseRowEvent } from '../preview/parse-row-event.ts'
import { previewRow, type PreviewInput } from '../preview/preview-row.ts'
import { readTextFile } from '../read-text-file.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { parseCount } from './parse-options.ts'
import { withSecrets } from './with-database.ts'

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
    .action(async (mappingId: string, options: PreviewOptions) => {
      const previews = await withSecrets(shell, async (db, secrets) => {
        const mapping = await readMapping(db, mappingId)
        if (mapping === null) {
          throw new SluiceError(
            'mapping_unknown',
            `there is no mapping ${mappingId}: \`sluice status\` lists them`,
          )
        }
        const compiled = compile(mapping)
        const rows =
          options.row === undefined
            ? await readRows(db, secrets, mapping, options)
            : [parseRowEvent(await readTextFile(options.row), options.row, new Date().toISOString())]
        return rows.map((row) => previewRow(compiled, mapping.trigger, row))
      })
      shell.print(options.json ? JSON.stringify(previews) : formatPreviews(previews))
      shell.exitWith(choosePreviewExitCode(previews))
    })
}

/** Rows of the warehouse in their envelopes, as if they had all been changed in one way. */
async function readRows(
  db: Queryable,
  secrets: SecretBox,
  mapping: MappingRecord,
  options: PreviewOptions,
): Promise<readonly PreviewInput[]> {
  const model = await readModel(db, mapping.model)
  const source = model === null ? null : await readSource(db, secrets, model.source)
  if (model === null || source === null) {
    throw new SluiceError(
      'source_unknown',
      `the model or the source of mapping ${mapping.id} is gone: apply the config again`,
    )
  }
  const scope = { installationId: await readInstallationId(db), mappingId: mapping.id, epoch: mapping.epoch }
  const warehouse = await openWarehouse(source)
  try {
    const rows = await warehouse.readRows(model, model.id, options.limit)
    return createPreviewInputs(rows, {
      op: options.op,
      at: new Date().toISOString(),
      createMessageId: createMessageIdFactory(scope),
    })
  } finally {
    await warehouse.close()
  }
}

function compile(mapping: MappingRecord): CompiledMapping {
  const compiled = compileMapping(mapping, { library: { name: 'sluice', version: VERSION } })
  if (compiled.ok) return compiled.mapping
  const mistakes = compiled.mistakes.map(
    ({ path, message }) => `mapping ${mapping.id} ${path.join('.')}: ${message}`,
  )
  throw new SluiceError('mapping_invalid', mistakes)
}
