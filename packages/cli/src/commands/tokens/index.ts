import type { DefineCommand } from '../define-command.ts'
import { defineCreate } from './create.ts'
import { defineList } from './list.ts'
import { defineRevoke } from './revoke.ts'

/** `sluice tokens`: what programs sign in to the API with. */
export const defineTokens: DefineCommand = (program, shell) => {
  const parent = program.command('tokens').description('Make, list and revoke tokens for the HTTP API.')
  defineCreate(parent, shell)
  defineList(parent, shell)
  defineRevoke(parent, shell)
}
