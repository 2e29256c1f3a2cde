import type { DefineCommand } from '../define-command.ts'
import { defineList } from './list.ts'
import { defineMute, defineUnmute } from './mute.ts'
import { defineTest } from './test.ts'

/** `sluice alerts`: what is wrong, and who is told of it. */
export const defineAlerts: DefineCommand = (program, shell) => {
  const parent = program.command('alerts').description('See what is wrong, and who is told; try a channel.')
  defineList(parent, shell)
  defineTest(parent, shell)
  defineMute(parent, shell)
  defineUnmute(parent, shell)
}
