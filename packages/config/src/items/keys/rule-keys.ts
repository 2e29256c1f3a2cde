import { z } from 'zod'
import { ALERT_KINDS, type AlertRule } from '@sluice/shared/domain'
import { codedKey, optionalKey, plainKey, type KeysOf } from './key.ts'
import { id, text } from './values.ts'

const above = z.union([z.number(), text])

/** The keys of a rule; what `above` takes is a matter of its kind, see `checkRule`. */
export const RULE_KEYS: KeysOf<AlertRule> = {
  id: plainKey('id', id.describe('Name of the rule, unique among rules.')),
  on: plainKey('on', z.enum(ALERT_KINDS).describe('What it is about.')),
  mapping: optionalKey('mapping', text.describe('Id of the only mapping that it is about.')),
  above: codedKey(
    'above',
    above
      .optional()
      .describe(
        'From where on it is an alert: a length of time of late and waiting, a number or an age of dead_letters, a percentage of usage.',
      ),
    {
      read: (said) => (said === undefined ? null : readAbove(said)),
      write: (value: AlertRule['above']) => value ?? undefined,
      expects: 'a number, or a length of time such as 15m',
    },
  ),
  channels: plainKey(
    'channels',
    z
      .array(text, { error: 'must be a list of ids of channels' })
      .default([])
      .describe('Ids of the channels that are told; with none it is only shown.'),
  ),
}

/** A number is one in quotes, too, as a form has it. */
export function readAbove(said: string | number): string | number {
  return typeof said === 'string' && /^-?\d{1,15}$/.test(said) ? Number(said) : said
}
