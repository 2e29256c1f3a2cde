import type { WrittenItem } from '@sluice/config'
import { putKey, type Collision } from './meet-change.ts'

/** What somebody else has changed meanwhile: who and when, and the keys that are to be looked at. */
export interface Met {
  readonly message: string
  readonly collisions: readonly Collision[]
}

/** The names of the inputs that go with a form beside what is typed. */
export const CARRIED = { seen: 'seen', met: 'met', take: 'take' } as const

/** The item that somebody saw when he began to type, as the form brings it along; null where it does not. */
export function readSeen(form: URLSearchParams): WrittenItem | null {
  const said = parse(form.get(CARRIED.seen))
  return isObject(said) ? said : null
}

/** What was typed with the value that was chosen for a key, of what the form brings along; null for no choice. */
export function takeChosen(
  form: URLSearchParams,
  typed: WrittenItem,
): { readonly met: Met; readonly item: WrittenItem } | null {
  const said = parse(form.get(CARRIED.take))
  const met = readMet(form)
  if (!isObject(said) || met === null) return null
  const collision = met.collisions.find(({ key }) => key === said['key'])
  if (collision === undefined) return null
  const { key, theirs, mine } = collision
  return { met, item: putKey(typed, key, said['side'] === 'theirs' ? theirs : mine) }
}

/** What somebody else has changed, as the form brings it along; null where it does not. */
function readMet(form: URLSearchParams): Met | null {
  const said = parse(form.get(CARRIED.met))
  if (!isObject(said) || typeof said['message'] !== 'string' || !Array.isArray(said['collisions']))
    return null
  return { message: said['message'], collisions: said['collisions'].filter(isCollision) }
}

function isCollision(said: unknown): said is Collision {
  return isObject(said) && typeof said['key'] === 'string'
}

function isObject(said: unknown): said is WrittenItem {
  return typeof said === 'object' && said !== null && !Array.isArray(said)
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    // A browser sends what we wrote; of anything else nothing is known.
    return null
  }
}
