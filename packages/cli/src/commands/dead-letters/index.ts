import type { DefineCommand } from '../define-command.ts'
import { defineDiscard } from './discard.ts'
import { defineList } from './list.ts'
import { defineRequeue } from './requeue.ts'
import { defineShow } from './show.ts'

/** `sluice dead-letters`: what was not delivered, why, and what to do with it. */
export const defineDeadLetters: DefineCommand = (program, shell) => {
  const parent = program
    .command('dead-letters')
    .description('See what was not delivered and why, and send it again or let it go.')
  defineList(parent, shell)
  defineShow(parent, shell)
  defineRequeue(parent, shell)
  defineDiscard(parent, shell)
}
