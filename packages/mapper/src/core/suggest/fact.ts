import type { ValueKind } from './judge-type.ts'
import type { Subject } from './subjects.ts'

/** What a field of the Spec is called, and by whom. */
export interface Fact {
  /** The member of its object, in the Spec's spelling; empty for the field or the object itself. */
  readonly key: string
  /** Its names as words: the Spec's first, then what others call it. */
  readonly names: readonly string[]
  readonly holds: Holding
  /**
   * Whether its name says it anywhere (`email`), or only with its subject: in a row that is about it, or behind
   * a word for it, as `name` in `customers` and `customer_name`.
   */
  readonly isDistinct: boolean
  /** What its own name is worth; 1 unless told, which is less for names that often mean something else. */
  readonly worth: number
}

/** What a fact may hold: what it is meant for, and what can be read as that. */
export interface Holding {
  readonly best: readonly ValueKind[]
  readonly also: readonly ValueKind[]
}

/** Facts about one thing. */
export interface Topic {
  readonly about: Subject
  /** What may stand before a name beside a word for the subject itself, as in `customer_billing_city`. */
  readonly also?: readonly Subject[]
  readonly facts: readonly Fact[]
}

/** Where an action has facts of a topic: in a field, or in an object of one, as `traits.company`. */
export interface Placement {
  readonly root: string
  readonly topic: Topic
}

const HOLDINGS = {
  text: { best: ['text'], also: [] },
  id: { best: ['text', 'number'], also: [] },
  number: { best: ['number'], also: ['text'] },
  time: { best: ['time'], also: ['text'] },
  flag: { best: ['boolean'], also: ['number'] },
  object: { best: ['object'], also: [] },
} as const satisfies Record<string, Holding>

type HoldingName = keyof typeof HOLDINGS

type Options = Partial<Pick<Fact, 'worth'>>

/** A fact whose names say it wherever they stand; names are parted by commas. */
export function distinct(key: string, holds: HoldingName, names: string, options: Options = {}): Fact {
  return { key, holds: HOLDINGS[holds], names: names.split(', '), isDistinct: true, worth: 1, ...options }
}

/** A fact whose names say it only of their subject. */
export function own(key: string, holds: HoldingName, names: string, options: Options = {}): Fact {
  return { ...distinct(key, holds, names, options), isDistinct: false }
}

/** Facts of a topic where an action has them. */
export function place(root: string, topic: Topic): Placement {
  return { root, topic }
}
